import { setImmediate } from 'node:timers/promises';
import { pagesToEnd } from '../../event-log/pages-to-end.js';
import {
  productCode,
  uniqueValue,
  uniqueValueIdOf,
  type ReserveValue,
} from '../../catalogue/unique-value/unique-value.js';
import type { CommandContext } from '../../commands/command-context.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { Sealer } from '../../sealing/sealer.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { RecordedEvent } from '../../kernel/events.js';
import {
  derivedId,
  newId,
  type CategoryId,
  type CommandId,
  type ProductId,
  type UniqueValueId,
} from '../../kernel/ids.js';
import { productCodesAreReleased } from '../../processes/product-codes-are-released.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { aggregates } from '../register/aggregates.js';
import { registry } from '../register/registry.js';
import { ProductCodes } from './product-codes.js';

type Told = Pick<CommandContext, 'causationId' | 'expectedRevision'>;

describe('product codes (PRD-01)', () => {
  const [first, second] = [newId<ProductId>(), newId<ProductId>()];
  const fresh = () => commandContext({ commandId: newId() });

  function shop() {
    const clock = fixedClock();
    const log = new MemoryEventLog(clock);
    const executor = new CommandExecutor({ log, registry, clock, sealer: new Sealer(new MemoryKeyStore(), registry) });
    const codes = new ProductCodes(executor, log, clock, () => Promise.resolve());
    const create = (productId: ProductId, told: Told = {}) => {
      const categoryId = newId<CategoryId>();
      const command = {
        type: 'CreateProduct',
        productId,
        code: 'GTX',
        name: 'GTX',
        categoryId,
        references: [],
      } as const;
      return executor.execute(aggregates.product, command, { ...fresh(), ...told });
    };
    const edit = (productId: ProductId, code: string, told: Told = {}) =>
      executor.execute(
        aggregates.product,
        { type: 'EditProduct', productId, code, categoryId: undefined },
        { ...fresh(), ...told },
      );
    /** Claims GTX and then does the work, or dies before it. */
    const claim = (
      productId: ProductId,
      work: (told: Told) => Promise<unknown> = died,
      context = fresh(),
      code = 'GTX',
    ) => codes.claimed(code, productId, context, { before: () => Promise.resolve(undefined), execute: work });
    /** What the process makes of everything in the log. */
    const process = async () => {
      const events: RecordedEvent[] = [];
      for await (const page of pagesToEnd(log)) events.push(...page.events);
      const states = new Map<string, object>();
      for (const event of events) {
        if (!productCodesAreReleased.handles.includes(event.type)) continue;
        const key = productCodesAreReleased.keyOf(event);
        const { commands, state } = productCodesAreReleased.react(event, states.get(key) as never);
        if (state) states.set(key, state);
        for (const { command } of commands) await executor.execute(uniqueValue, command, fresh());
      }
    };
    const reservations = async () => (await log.read(`uniqueValue-${gtx}`)).map(({ type }) => type);
    const execute = (command: ReserveValue) => executor.execute(uniqueValue, command, fresh());
    return { clock, codes, claim, create, edit, execute, process, reservations };
  }
  const gtx = uniqueValueIdOf(productCode, 'GTX');
  const died = () => Promise.reject(new Error('killed'));
  const taken = (holder: ProductId) => ({ code: 'value-taken', details: { holder } });

  it('belong to one product', async () => {
    const { clock, claim, create } = shop();
    await claim(first, (told) => create(first, told));
    clock.advance(120_000);
    await expect(claim(second)).rejects.toMatchObject(taken(first));
  });

  it('are reserved again by the same product', async () => {
    const { claim, create } = shop();
    await expect(claim(first)).rejects.toThrow('killed');
    await claim(first, (told) => create(first, told));
  });

  it('are taken over after a minute from a product that never came to be, and not before', async () => {
    const { clock, claim, create } = shop();
    const context = fresh();
    await expect(claim(first, died, context)).rejects.toThrow('killed');
    clock.advance(59_000);
    await expect(claim(second)).rejects.toMatchObject(taken(first));
    clock.advance(2_000);
    await claim(second, (told) => create(second, told));
    // Also by the very command that reserved it before.
    await expect(claim(first, (told) => create(first, told), context)).rejects.toMatchObject(taken(second));
  });

  it('are not taken over from a command under way, however far the clock is put forward meanwhile', async () => {
    const { clock, claim, create } = shop();
    const other: Promise<unknown>[] = [];
    await claim(first, async () => {
      clock.advance(3_600_000);
      other.push(claim(second, (told) => create(second, told)).catch((error: unknown) => error));
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
    await claim(second, (told) => create(second, told));
  });

  it('are free again when their product has taken another', async () => {
    const { claim, create, edit, process } = shop();
    await claim(first, (told) => create(first, told));
    await edit(first, 'RTX');
    await process();
    await claim(second, (told) => create(second, told));
  });

  it('stay with a product that has taken one again before its release came', async () => {
    const { claim, create, edit, process } = shop();
    await claim(first, (told) => create(first, told));
    await edit(first, 'RTX');
    await claim(first, (told) => edit(first, 'GTX', told));
    await process();
    await expect(claim(second)).rejects.toMatchObject(taken(first));
    await edit(first, 'RTX');
    await process();
    await claim(second, (told) => create(second, told));
  });

  it('stay with a product that is about to take one again when its release comes', async () => {
    const { claim, create, edit, process } = shop();
    await claim(first, (told) => create(first, told));
    await edit(first, 'RTX');
    await claim(first, async (told) => {
      await process();
      return edit(first, 'GTX', told);
    });
    await expect(claim(second)).rejects.toMatchObject(taken(first));
  });

  it('are not reserved again for a product that has its code, so that its release still finds the reservation', async () => {
    const { claim, create, edit, process, reservations } = shop();
    await claim(first, (told) => create(first, told));
    await claim(first, (told) => edit(first, 'GTX', told));
    await claim(first, (told) => edit(first, ' gtx', told), fresh(), ' gtx');
    expect(await reservations()).toEqual(['ValueReserved']);
    await process();
    await expect(claim(second)).rejects.toMatchObject(taken(first));
    await edit(first, 'RTX');
    await process();
    await claim(second, (told) => create(second, told));
  });

  it('are reserved for a product that has lost its code between the look and the work', async () => {
    const { claim, create, edit, process, reservations } = shop();
    await claim(first, (told) => create(first, told));
    let tries = 0;
    await claim(first, async (told) => {
      tries += 1;
      if (tries === 1) await edit(first, 'RTX');
      return edit(first, 'GTX', told);
    });
    expect([tries, await reservations()]).toEqual([2, ['ValueReserved', 'ValueReserved']]);
    await process();
    await expect(claim(second)).rejects.toMatchObject(taken(first));
  });

  describe('that were reserved when codes were compared otherwise (ADR 34)', () => {
    const before = derivedId<UniqueValueId>('unique', productCode, 'gtx');
    const reservation = newId<CommandId>();
    const held = { kind: productCode, value: 'gtx', holder: first, commandId: reservation };

    /** A product whose code is reserved only where it was looked for then. */
    async function old() {
      const made = shop();
      await made.execute({ type: 'ReserveValue', uniqueValueId: before, ...held });
      await made.create(first, { causationId: reservation });
      made.clock.advance(120_000);
      return { ...made, keep: () => made.codes.keep({ uniqueValueId: gtx, ...held }, fresh()) };
    }

    it('stay with their product, once they are kept', async () => {
      const { claim, keep, reservations } = await old();
      await keep();
      await keep();
      expect(await reservations()).toEqual(['ValueReserved']);
      await expect(claim(second)).rejects.toMatchObject(taken(first));
    });

    it('are free again when that product takes another', async () => {
      const { claim, create, edit, keep, process } = await old();
      await keep();
      await edit(first, 'RTX');
      await process();
      await claim(second, (told) => create(second, told));
    });

    it('are not kept for a product where another has reserved them, or had them', async () => {
      const { claim, create, keep, process, edit, reservations } = await old();
      await claim(second, (told) => create(second, told));
      await keep();
      await edit(second, 'RTX');
      await process();
      await keep();
      expect(await reservations()).toEqual(['ValueReserved', 'ValueReleased']);
    });
  });
});
