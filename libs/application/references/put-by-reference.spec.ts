import { CommandExecutor } from '../../commands/command-executor.js';
import { calendarOf } from '../../kernel/calendar.js';
import { derivedId, newId, type PriceBookId } from '../../kernel/ids.js';
import { referenceKey } from '../../kernel/references.js';
import { Sealer } from '../../sealing/sealer.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { flakyLog } from '../../testing/log/flaky-log.js';
import { memoryAdapters } from '../adapters/memory.js';
import { CreatePriceBook } from '../catalogue/price-books.js';
import { aggregates } from '../register/aggregates.js';
import { registry } from '../register/registry.js';
import { openRuntime, type OpenRuntime } from '../runtime/open-runtime.js';
import type { Settings } from '../settings/settings.js';
import { PutPriceBook } from '../catalogue/price-books.js';

const reference = { system: 'erp', type: 'list', id: '7' };
const ownId = derivedId<PriceBookId>('priceBook', 'by reference', '0', referenceKey(reference));

describe('a record that is put under its reference', () => {
  const clock = fixedClock();
  let opened: OpenRuntime;
  let log: ReturnType<typeof flakyLog>;
  let otherProcess: CommandExecutor;

  const open = async (follows: Settings['follows']) => {
    const adapters = memoryAdapters({ clock });
    log = flakyLog(adapters.log);
    otherProcess = new CommandExecutor({
      log: adapters.log,
      registry,
      clock,
      sealer: new Sealer(adapters.keys, registry),
    });
    const settings = { calendar: calendarOf('UTC'), adminApiKey: 'a-key-for-this-spec', follows };
    opened = await openRuntime({ ...adapters, log }, settings);
  };
  afterEach(() => opened.close());

  const put = (name: string, context = commandContext()) =>
    opened.commands.execute(new PutPriceBook({ reference, fields: { name, references: [] } }, context));
  const createElsewhere = (name: string) => async () => {
    const command = { type: 'CreatePriceBook', priceBookId: ownId, name, references: [reference] } as const;
    await otherProcess.execute(aggregates.priceBook, command, commandContext());
  };
  const types = async () => (await log.read(`priceBook-${ownId}`)).map(({ type }) => type);

  it('is updated where another process creates it between the look and the command', async () => {
    await open({ projections: true });
    log.beforeNext(createElsewhere('Theirs'));
    expect(await put('Ours')).toMatchObject({ id: ownId, created: false, revision: 1, record: { name: 'Ours' } });
    expect(await types()).toEqual(['PriceBookCreated', 'PriceBookEdited']);
  });

  it('is left as it is where the other process says the same of it', async () => {
    await open({ projections: true });
    log.beforeNext(createElsewhere('Ours'));
    expect(await put('Ours')).toMatchObject({ id: ownId, created: false, revision: 0 });
    expect(await types()).toEqual(['PriceBookCreated']);
  });

  it('is not updated against If-Match where another process creates it meanwhile', async () => {
    await open({ projections: true });
    await put('First');
    await otherProcess.execute(
      aggregates.priceBook,
      { type: 'EditPriceBook', priceBookId: ownId, name: 'Theirs' },
      commandContext(),
    );
    const refused = put('Ours', commandContext({ expectedRevision: 0 }));
    await expect(refused).rejects.toMatchObject({ code: 'revision-stale' });
    expect(await types()).toHaveLength(2);
  });

  it('is found though its read model lags: it is waited for', async () => {
    await open({ projections: false });
    const priceBookId = newId<PriceBookId>();
    const fields = { name: 'Made before', references: [reference] };
    await opened.commands.execute(new CreatePriceBook({ ...fields, priceBookId }, commandContext()));
    const pending = put('Ours');
    opened.runtime.projector.start();
    expect(await pending).toMatchObject({ id: priceBookId, created: false, record: { name: 'Ours' } });
    expect(await types()).toEqual([]);
  });
});
