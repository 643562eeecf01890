import { CommandExecutor } from '../../commands/command-executor.js';
import { eventRegistry } from '../../event-log/event-registry.js';
import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { Sealer } from '../../sealing/sealer.js';
import type { LineId } from '../../kernel/ids.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { createQuote, idOf, openCommand, opportunityId, quoteId, seats } from '../../testing/sales/sales-examples.js';
import { opportunityEvents } from './opportunity.events.js';
import { opportunity } from './opportunity.js';
import type { NewLine } from './quote.commands.js';

const registry = eventRegistry(opportunityEvents);
const stream = `opportunity-${opportunityId}`;
const long = 'Seat '.repeat(150);
const lines = (count: number, name = 'Seat') =>
  Array.from({ length: count }, (_, index) => ({ ...seats, lineId: idOf<LineId>(`line ${String(index)}`), name }));

describe('a quote of 1,000 lines', () => {
  let log: MemoryEventLog;
  let executor: CommandExecutor;
  const add = (added: readonly NewLine[]) =>
    executor.execute(opportunity, { type: 'ChangeQuoteLines', opportunityId, quoteId, add: added }, commandContext());

  beforeEach(async () => {
    const clock = fixedClock();
    log = new MemoryEventLog(clock);
    executor = new CommandExecutor({ log, registry, sealer: new Sealer(new MemoryKeyStore(), registry), clock });
    await executor.execute(opportunity, openCommand, commandContext());
  });

  it('is created at once, or refused by name where its texts are long', async () => {
    const refused = executor.execute(opportunity, createQuote(...lines(1_000, long)), commandContext());
    await expect(refused).rejects.toMatchObject({ code: 'command-too-large' });
    expect(await log.read(stream)).toHaveLength(1);
    const { events } = await executor.execute(opportunity, createQuote(...lines(1_000)), commandContext());
    expect(events).toHaveLength(1);
  });

  it('is refused by name where its lines, an event each, are more than one append takes, and added in two commands', async () => {
    await executor.execute(opportunity, createQuote(), commandContext());
    await expect(add(lines(1_000))).rejects.toMatchObject({ code: 'command-too-large' });
    expect(await log.read(stream)).toHaveLength(2);
    await add(lines(1_000).slice(0, 500));
    expect(await add(lines(1_000).slice(500))).toMatchObject({ revision: 1_001 });
  });
});
