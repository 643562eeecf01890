import { CommandExecutor } from '../../../libs/event-log/command-executor.js';
import { MemoryEventLog } from '../../../libs/event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../../../libs/event-log/sealing/memory-key-store.js';
import { Sealer } from '../../../libs/event-log/sealing/sealer.js';
import { newId, type CategoryId, type ProductId } from '../../../libs/kernel/ids.js';
import { commandContext } from '../../../libs/testing/log/builders.js';
import { fixedClock } from '../../../libs/testing/log/fixed-clock.js';
import { aggregates } from '../aggregates.js';
import { registry } from '../stored-events.js';
import { ProductCodes } from './product-codes.js';

describe('product codes (PRD-01)', () => {
  const [first, second] = [newId<ProductId>(), newId<ProductId>()];
  const fresh = () => commandContext({ commandId: newId() });

  function shop() {
    const clock = fixedClock();
    const log = new MemoryEventLog(clock);
    const executor = new CommandExecutor({ log, registry, clock, sealer: new Sealer(new MemoryKeyStore(), registry) });
    return { clock, executor, codes: new ProductCodes(executor, log, clock) };
  }

  it('belong to one product', async () => {
    const { clock, executor, codes } = shop();
    await codes.reserve('GTX', first, fresh());
    const categoryId = newId<CategoryId>();
    const product = {
      type: 'CreateProduct',
      productId: first,
      code: 'GTX',
      name: 'GTX',
      categoryId,
      references: [],
    } as const;
    await executor.execute(aggregates.product, product, fresh());
    clock.advance(120_000);
    await expect(codes.reserve('GTX', second, fresh())).rejects.toMatchObject({
      code: 'value-taken',
      details: { holder: first },
    });
  });

  it('are reserved again by the same product without a word', async () => {
    const { codes } = shop();
    await codes.reserve('GTX', first, fresh());
    await expect(codes.reserve('GTX', first, fresh())).resolves.toBeUndefined();
  });

  it('are taken over after a minute from a product that never came to be, and not before', async () => {
    const { clock, codes } = shop();
    await codes.reserve('GTX', first, fresh());
    clock.advance(59_000);
    await expect(codes.reserve('GTX', second, fresh())).rejects.toMatchObject({ code: 'value-taken' });
    clock.advance(2_000);
    await expect(codes.reserve('GTX', second, fresh())).resolves.toBeUndefined();
    await expect(codes.reserve('GTX', first, fresh())).rejects.toMatchObject({ details: { holder: second } });
  });
});
