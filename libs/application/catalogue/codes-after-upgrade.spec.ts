import { setImmediate } from 'node:timers/promises';
import { productCode } from '../../catalogue/unique-value/unique-value.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { EventLog, SubscribeOptions } from '../../event-log/event-log.js';
import { calendarOf } from '../../kernel/calendar.js';
import {
  derivedId,
  newId,
  type CategoryId,
  type CommandId,
  type ProductId,
  type UniqueValueId,
} from '../../kernel/ids.js';
import { Signal } from '../../kernel/signal.js';
import { Sealer } from '../../sealing/sealer.js';
import { commandContext } from '../../testing/log/builders.js';
import { memoryAdapters } from '../adapters/memory.js';
import type { Adapters } from '../adapters/adapters.js';
import { aggregates } from '../register/aggregates.js';
import { registry } from '../register/registry.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import { CreateProduct, EditProduct } from './products.js';

const holder = newId<ProductId>();
const other = newId<ProductId>();
const categoryId = newId<CategoryId>();
const references = [] as const;

/** Two products, one of which has its code reserved only where it was looked for before ADR 34. */
async function soldBefore({ log, clock, keys }: Adapters): Promise<void> {
  const executor = new CommandExecutor({ log, clock, registry, sealer: new Sealer(keys, registry) });
  const { productCategory, uniqueValue, product } = aggregates;
  const category = { categoryId, name: 'Hardware', contractType: 'delivery', kind: 'oneOff' } as const;
  await executor.execute(productCategory, { type: 'CreateProductCategory', ...category }, commandContext());
  const commandId = newId<CommandId>();
  const uniqueValueId = derivedId<UniqueValueId>('unique', productCode, 'gtx-pro');
  const held = { uniqueValueId, kind: productCode, value: 'gtx-pro', holder, commandId };
  await executor.execute(uniqueValue, { type: 'ReserveValue', ...held }, commandContext());
  for (const [productId, code] of [
    [holder, 'gtx-pro'],
    [other, 'OTHER'],
  ] as const) {
    const created = { type: 'CreateProduct', productId, code, name: code, categoryId, references } as const;
    await executor.execute(product, created, commandContext({ causationId: commandId }));
  }
}

/** The log, whose followers are told nothing until they are let go on. */
function held(log: EventLog): { readonly log: EventLog; readonly letGo: () => void } {
  const go = new Signal();
  let isHeld = true;
  async function* subscribe(options?: SubscribeOptions) {
    if (isHeld) await go.wait(options?.signal);
    if (options?.signal?.aborted !== true) yield* log.subscribe(options);
  }
  const letGo = () => {
    isHeld = false;
    go.wake();
  };
  return { log: Object.assign(Object.create(log) as EventLog, { subscribe }), letGo };
}

describe('after an upgrade from codes that were compared otherwise (ADR 34)', () => {
  let opened: OpenRuntime;
  let letGo: () => void;
  beforeEach(async () => {
    const adapters = memoryAdapters();
    await soldBefore(adapters);
    const following = held(adapters.log);
    letGo = following.letGo;
    const settings = { calendar: calendarOf('UTC'), adminApiKey: 'a-key-for-this-spec', follows: { processes: true } };
    opened = await openRuntime({ ...adapters, log: following.log }, settings);
  });
  afterEach(() => opened.close());

  const create = () =>
    new CreateProduct(
      { productId: newId<ProductId>(), code: 'GTX-PRO', name: 'GTX', categoryId, references },
      commandContext(),
    );
  const edit = () => new EditProduct({ productId: other, code: ' Gtx-Pro' }, commandContext());

  it.each([
    ['created', create],
    ['changed', edit],
  ])('a code that a product has is not taken by one that is %s before the process has caught up', async (_how, ask) => {
    const asked = opened.commands.execute(ask());
    const answer = asked.then(
      () => 'taken',
      (error: unknown) => error,
    );
    // Time enough for a command that waits for nothing.
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    letGo();
    expect(await answer).toMatchObject({ code: 'value-taken', details: { holder } });
  });

  it('a command that waits for the process is refused when that cannot go on', async () => {
    const asked = expect(opened.commands.execute(create())).rejects.toMatchObject({ code: 'process-behind' });
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    await opened.runtime.processes.stop();
    await asked;
  });
});
