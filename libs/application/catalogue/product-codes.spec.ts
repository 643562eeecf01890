import { setImmediate } from 'node:timers/promises';
import { productCode, uniqueValueIdOf } from '../../catalogue/unique-value/unique-value.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { Sealer } from '../../sealing/sealer.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId, type CategoryId, type ProductId } from '../../kernel/ids.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { aggregates } from '../register/aggregates.js';
import { registry } from '../register/registry.js';
import { ProductCodes } from './product-codes.js';

describe('product codes (PRD-01)', () => {
  const [first, second] = [newId<ProductId>(), newId<ProductId>()];
  const fresh = () => commandContext({ commandId: newId() });

  function shop() {
    const clock = fixedClock();
    const log = new MemoryEventLog(clock);
    const executor = new CommandExecutor({ log, registry, clock, sealer: new Sealer(new MemoryKeyStore(), registry) });
    const codes = new ProductCodes(executor, log, clock);
    const create = (productId: ProductId, context = fresh()) => {
      const categoryId = newId<CategoryId>();
      const command = {
        type: 'CreateProduct',
        productId,
        code: 'GTX',
        name: 'GTX',
        categoryId,
        references: [],
      } as const;
      return executor.execute(aggregates.product, command, context);
    };
    const edit = (productId: ProductId, code: string) =>
      executor.execute(aggregates.product, { type: 'EditProduct', productId, code, categoryId: undefined }, fresh());
    /** Claims GTX and then does the work, or dies before it. */
    const claim = (productId: ProductId, work: () => Promise<unknown> = died, context = fresh()) =>
      codes.claimed('GTX', productId, context, { before: () => Promise.resolve(undefined), execute: work });
    const release = (holder: ProductId) =>
      codes.released({ type: 'ReleaseValue', uniqueValueId: gtx, holder }, fresh());
    return { clock, claim, create, edit, release };
  }
  const gtx = uniqueValueIdOf(productCode, 'GTX');
  const died = () => Promise.reject(new Error('killed'));
  const taken = (holder: ProductId) => ({ code: 'value-taken', details: { holder } });

  it('belong to one product', async () => {
    const { clock, claim, create } = shop();
    await claim(first, () => create(first));
    clock.advance(120_000);
    await expect(claim(second)).rejects.toMatchObject(taken(first));
  });

  it('are reserved again by the same product without a word', async () => {
    const { claim, create } = shop();
    await expect(claim(first)).rejects.toThrow('killed');
    await claim(first, () => create(first));
  });

  it('are taken over after a minute from a product that never came to be, and not before', async () => {
    const { clock, claim, create } = shop();
    const context = fresh();
    await expect(claim(first, died, context)).rejects.toThrow('killed');
    clock.advance(59_000);
    await expect(claim(second)).rejects.toMatchObject(taken(first));
    clock.advance(2_000);
    await claim(second, () => create(second));
    // Also by the very command that reserved it before.
    await expect(claim(first, () => create(first), context)).rejects.toMatchObject(taken(second));
  });

  it('are not taken over from a command under way, however far the clock is put forward meanwhile', async () => {
    const { clock, claim, create } = shop();
    const other: Promise<unknown>[] = [];
    await claim(first, async () => {
      clock.advance(3_600_000);
      other.push(claim(second, () => create(second)).catch((error: unknown) => error));
      // Were the other one not to wait, it would be done by now.
      for (let round = 0; round < 50; round += 1) await setImmediate();
      return create(first);
    });
    expect(await Promise.all(other)).toMatchObject([taken(first)]);
  });

  it('are free at once when the command that claimed them was refused', async () => {
    const { claim, create } = shop();
    const refused = () => Promise.reject(new DomainError('revision-stale', 'It is elsewhere.'));
    await expect(claim(first, refused)).rejects.toMatchObject({ code: 'revision-stale' });
    await claim(second, () => create(second));
  });

  it('stay with a product that has taken one again before its release came', async () => {
    const { claim, create, edit, release } = shop();
    await claim(first, () => create(first));
    await edit(first, 'RTX');
    await claim(first, () => edit(first, 'GTX'));
    await release(first);
    await expect(claim(second)).rejects.toMatchObject(taken(first));
    await edit(first, 'RTX');
    await release(first);
    await claim(second, () => create(second));
  });
});
