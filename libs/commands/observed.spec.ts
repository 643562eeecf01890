import type { EventLog } from '../event-log/event-log.js';
import { eventRegistry } from '../event-log/event-registry.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { newId } from '../kernel/ids.js';
import type { Observer } from '../kernel/observer.js';
import { MemoryKeyStore } from '../sealing/memory-key-store.js';
import { Sealer } from '../sealing/sealer.js';
import { commandContext } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { flakyLog, type FlakyLog } from '../testing/log/flaky-log.js';
import { tally, tallyEvents, type AddToTally, type TallyId } from '../testing/log/tally.js';
import { CommandExecutor } from './command-executor.js';

const registry = eventRegistry(tallyEvents);
const clock = fixedClock();
const tallyId = newId<TallyId>();
const add = (amount: number): AddToTally => ({ type: 'AddToTally', tallyId, amount });

describe('who watches commands', () => {
  let log: FlakyLog;
  let seen: string[];
  const watching: Pick<Observer, 'append' | 'retry'> = {
    append: async (events, work) => {
      try {
        const done = await work();
        seen.push(`appended ${String(events)}`);
        return done;
      } catch (error) {
        seen.push(error instanceof Error ? error.name : '');
        throw error;
      }
    },
    retry: (because) => void seen.push(`retry: ${because}`),
  };
  const executor = (over: EventLog, observer?: typeof watching) =>
    new CommandExecutor({
      log: over,
      registry,
      sealer: new Sealer(new MemoryKeyStore(), registry),
      clock,
      ...(observer && { observer }),
    });

  beforeEach(() => {
    log = flakyLog(new MemoryEventLog(clock));
    seen = [];
  });

  it('is told of each append with how many events it brings, and of nothing where nothing changes', async () => {
    const watched = executor(log, watching);
    await watched.execute(tally, add(100), commandContext());
    await watched.execute(tally, add(0), commandContext());
    expect(seen).toEqual(['appended 2']);
  });

  it('is told of a lost race, and that the command is decided again', async () => {
    const watched = executor(log, watching);
    await watched.execute(tally, add(1), commandContext());
    log.beforeNext(() => executor(log).execute(tally, add(1), commandContext()));
    await watched.execute(tally, add(1), commandContext());
    expect(seen).toEqual(['appended 1', 'RevisionConflict', 'retry: conflict', 'appended 1']);
  });

  it('is told that the same events are sent again while the log is away, and of no try more than there is', async () => {
    const watched = executor(log, watching);
    log.failNext('before');
    await watched.execute(tally, add(1), commandContext());
    log.failNext('before', 3);
    await expect(watched.execute(tally, add(1), commandContext())).rejects.toThrow('The connection is lost');
    const away = 'LogUnavailable';
    const again = 'retry: log-unavailable';
    expect(seen).toEqual([away, again, 'appended 1', away, again, away, again, away]);
  });
});
