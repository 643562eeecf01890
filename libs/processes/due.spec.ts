import { setImmediate } from 'node:timers/promises';
import type { CommandContext } from '../commands/command-context.js';
import { LogUnavailable, type Position } from '../event-log/event-log.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { calendarOf } from '../kernel/calendar.js';
import { instantOf, type DateOnly, type Instant } from '../kernel/dates.js';
import { DomainError } from '../kernel/domain-error.js';
import { eventToAppend } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { progressStore } from '../testing/sales/process-fixture.js';
import { ProcessRunner } from './process-runner.js';
import { statesOf } from './process-state.js';
import type { DueProcess, Scheduling, TargetCommand } from './process.js';

interface Lent {
  readonly book: string;
  readonly until?: DateOnly | Instant;
  readonly remind?: DateOnly;
}
interface Loan extends Scheduling {
  readonly book: string;
}

/** A book is lent until a date, with a reminder perhaps, and given back before that or not. */
const library: DueProcess<{ readonly type: string }, Loan> = {
  name: 'library',
  startsAt: 'beginning',
  handles: ['Lent', 'Returned'],
  keyOf: ({ stream }) => stream,
  react({ type, data }) {
    if (type === 'Returned') return { commands: [], state: null };
    const { book, until, remind } = data as Lent;
    const due = [
      ...(remind === undefined ? [] : [{ key: 'remind', at: remind }]),
      ...(until === undefined ? [] : [{ key: 'recall', at: until }]),
    ];
    return { commands: [], state: { book, due } };
  },
  onDue: ({ key, at }, { book }) => [{ decider: 'book', target: book, command: { type: `${key} ${at}` } }],
};

const march = (day: number): DateOnly => `2017-03-${String(day).padStart(2, '0')}` as DateOnly;
const at = (text: string): Instant => instantOf(Date.parse(text));

function bench() {
  const clock = fixedClock(at('2017-03-01T09:00:00Z'));
  const log = new MemoryEventLog(clock);
  const store = progressStore();
  const done: string[] = [];
  const contexts: CommandContext[] = [];
  const tried: string[] = [];
  const failing = new Map<string, Error>();
  const known = new Set<string>();
  /** How long the process waits for what is due next, and what ends the wait. */
  let timer: { readonly millis: number; ring(): void } | undefined;
  const execute = async ({ target, command }: TargetCommand, context: CommandContext): Promise<void> => {
    await setImmediate();
    tried.push(`${target} ${command.type}`);
    const failure = failing.get(command.type);
    failing.delete(command.type);
    if (failure) throw failure;
    if (known.has(context.commandId)) return;
    known.add(context.commandId);
    contexts.push(context);
    done.push(`${target} ${command.type}`);
  };
  const happened = async (stream: string, type: string, data: object = {}): Promise<Position> => {
    const revision = (await log.read(stream)).length;
    await log.append(stream, revision === 0 ? 'none' : revision - 1, [eventToAppend(type, data)]);
    return (await log.head()) as Position;
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let turns = 0; !isSo(); turns += 1) {
      if (turns > 1_000) throw new Error('It does not come.');
      await setImmediate();
    }
  };
  return {
    ...{ clock, log, store, done, contexts, tried, failing, happened, until },
    lent: (book: string, loan: Omit<Lent, 'book'>) => happened(`loan-${book}`, 'Lent', { book, ...loan }),
    states: async () => Object.fromEntries(await store.documents(statesOf('library'))),
    runner: (over = store, quietMillis = 0) =>
      new ProcessRunner({
        process: library,
        log,
        store: over,
        pageSize: 1,
        execute,
        wait: () => Promise.resolve(),
        due: {
          clock,
          calendar: calendarOf('Europe/Prague'),
          quietMillis,
          wait: (millis, signal) =>
            new Promise<void>((resolve) => {
              timer = { millis, ring: resolve };
              signal.addEventListener('abort', () => {
                timer = undefined;
                resolve();
              });
            }),
        },
      }),
    /** The process has done all it can, and waits so many milliseconds. */
    waits: async (): Promise<number> => {
      await until(() => timer !== undefined);
      return timer?.millis ?? 0;
    },
    /** So much time passes until the process looks at the clock. */
    pass: (millis: number): void => {
      clock.advance(millis);
      const ended = timer;
      timer = undefined;
      ended?.ring();
    },
  };
}

const hour = 3_600_000;

describe('a process with due times', () => {
  it('does what is due on a date when that date begins in the calendar of the organisation, once', async () => {
    const { lent, runner, done, contexts, waits, pass, states, clock } = bench();
    const process = runner();
    await process.start();
    await process.waitFor(await lent('a', { remind: march(2), until: march(8) }));
    expect(await waits()).toBe(60_000);
    clock.set(at('2017-03-01T22:59:59.000Z'));
    pass(0);
    expect([await waits(), done]).toEqual([1_000, []]);
    pass(1_000);
    await waits();
    expect(done).toEqual(['a remind 2017-03-02']);
    expect(contexts).toMatchObject([
      { source: 'process', actor: { id: 'library' }, occurred: { inherited: '2017-03-01T23:00:00.000Z' } },
    ]);
    expect(await states()).toEqual({ 'loan-a': { book: 'a', due: [{ key: 'recall', at: '2017-03-08' }] } });
    pass(24 * hour);
    await waits();
    expect(done).toHaveLength(1);
    await process.stop();
  });

  it('does what is due at an instant', async () => {
    const { lent, runner, done, waits, pass } = bench();
    const process = runner();
    await process.start();
    await process.waitFor(await lent('a', { until: at('2017-03-01T09:00:30Z') }));
    expect(await waits()).toBe(30_000);
    pass(30_000);
    await waits();
    expect(done).toEqual(['a recall 2017-03-01T09:00:30.000Z']);
    await process.stop();
  });

  it('does at its start what became due while it was down, in the order in which it was due', async () => {
    const { lent, runner, done, clock, waits } = bench();
    const first = runner();
    await first.start();
    await lent('a', { until: march(8) });
    await lent('b', { until: march(3), remind: march(9) });
    await first.waitFor(await lent('c', { until: march(5) }));
    await first.stop();
    clock.set(at('2017-03-20T09:00:00Z'));
    const second = runner();
    await second.start();
    await waits();
    expect(done).toEqual(['b recall 2017-03-03', 'c recall 2017-03-05', 'a recall 2017-03-08', 'b remind 2017-03-09']);
    await second.stop();
  });

  it('does nothing that an event has called off, also one that came while it was down', async () => {
    const { lent, happened, runner, done, clock, waits, states } = bench();
    const first = runner();
    await first.start();
    await lent('a', { until: march(8) });
    await first.waitFor(await lent('b', { until: march(8) }));
    await first.waitFor(await happened('loan-a', 'Returned'));
    await first.stop();
    await lent('c', { until: march(8) });
    await happened('loan-b', 'Returned');
    clock.set(at('2017-03-20T09:00:00Z'));
    const second = runner();
    await second.start();
    await waits();
    expect(done).toEqual(['c recall 2017-03-08']);
    expect(await states()).toEqual({ 'loan-c': { book: 'c', due: [] } });
    await second.stop();
  });

  it('does it once when it is killed before that is stored, and when the log is away', async () => {
    const { lent, runner, done, tried, contexts, clock, store, failing, waits } = bench();
    const first = runner();
    await first.start();
    await first.waitFor(await lent('a', { until: march(8) }));
    clock.set(at('2017-03-20T09:00:00Z'));
    failing.set('recall 2017-03-08', new LogUnavailable('away'));
    await first.stop();
    const second = runner();
    store.failNext(1);
    await second.start();
    await waits();
    expect(tried).toEqual(['a recall 2017-03-08', 'a recall 2017-03-08', 'a recall 2017-03-08']);
    expect(done).toEqual(['a recall 2017-03-08']);
    expect(new Set(contexts.map(({ commandId }) => commandId)).size).toBe(1);
    expect(second.status()).toMatchObject({ state: 'running' });
    await second.stop();
  });

  it('does it once more from an empty store under the same command id', async () => {
    const { lent, runner, done, tried, clock, waits } = bench();
    const process = runner();
    await process.start();
    await process.waitFor(await lent('a', { until: march(8) }));
    clock.set(at('2017-03-20T09:00:00Z'));
    await process.stop();
    const second = runner();
    await second.start();
    await waits();
    await second.stop();
    const third = runner(progressStore());
    await third.start();
    await waits();
    expect([tried.length, done.length]).toEqual([2, 1]);
    await third.stop();
  });

  it('parks what is refused, goes on with the rest, and tries it again when asked to', async () => {
    const { lent, runner, done, clock, failing, waits, pass } = bench();
    failing.set('recall 2017-03-08', new DomainError('not-now', 'Not now.'));
    const first = runner();
    await first.start();
    await lent('a', { until: march(8) });
    await first.waitFor(await lent('b', { until: march(9) }));
    await waits();
    clock.set(at('2017-03-20T09:00:00Z'));
    pass(0);
    await waits();
    expect(done).toEqual(['b recall 2017-03-09']);
    const key = 'loan-a/recall/2017-03-08';
    expect(first.parked()).toMatchObject([
      { key, eventType: 'due', code: 'not-now', recordedAt: '2017-03-07T23:00:00.000Z' },
    ]);
    pass(hour);
    await waits();
    await first.stop();

    const second = runner();
    await second.start();
    await waits();
    expect(second.parked()).toHaveLength(1);
    expect(await second.replay(key)).toBe(true);
    expect(done).toEqual(['b recall 2017-03-09', 'a recall 2017-03-08']);
    expect(second.parked()).toEqual([]);
    await second.stop();
  });

  it('has nothing to try again when what was parked has been called off since', async () => {
    const { lent, happened, runner, done, clock, failing, waits } = bench();
    failing.set('recall 2017-03-08', new DomainError('not-now', 'Not now.'));
    clock.set(at('2017-03-20T09:00:00Z'));
    const process = runner();
    await process.start();
    await process.waitFor(await lent('a', { until: march(8) }));
    await waits();
    await process.waitFor(await happened('loan-a', 'Returned'));
    expect(await process.replay('loan-a/recall/2017-03-08')).toBe(true);
    expect([process.parked(), done]).toEqual([[], []]);
    await process.stop();
  });

  it('does nothing that is not in the stored document any more', async () => {
    const { lent, runner, done, waits, pass, store } = bench();
    const calledOff: string[] = [];
    const process = runner({
      ...store,
      documents: async <D extends object>(collection: string, ids?: readonly string[]) => {
        const returned = new Map([['loan-a', { book: 'a', due: [] } as object as D]]);
        return calledOff.some((id) => ids?.includes(id)) ? returned : store.documents<D>(collection, ids);
      },
    });
    await process.start();
    await lent('a', { until: march(8) });
    await process.waitFor(await lent('b', { until: march(8) }));
    await waits();
    calledOff.push('loan-a');
    pass(20 * 24 * hour);
    await waits();
    expect([done, process.parked()]).toEqual([['b recall 2017-03-08'], []]);
    await process.stop();
  });

  it('waits with what is overdue when it comes until the log is quiet: the next fact may change it (ADR 38)', async () => {
    const { lent, runner, done, clock, waits, pass, store } = bench();
    clock.set(at('2017-03-20T09:00:00Z'));
    const process = runner(store, 5_000);
    await process.start();
    await process.waitFor(await lent('a', { until: march(8) }));
    expect([await waits(), done]).toEqual([5_000, []]);
    clock.advance(4_000);
    await process.waitFor(await lent('a', { until: march(9) }));
    expect([await waits(), done]).toEqual([1_000, []]);
    pass(1_000);
    expect([await waits(), done]).toEqual([4_000, []]);
    pass(4_000);
    await waits();
    expect(done).toEqual(['a recall 2017-03-09']);
    await process.stop();
  });

  it('waits two minutes at most, and not with what became due while it was down', async () => {
    const { lent, runner, done, clock, waits, pass, store } = bench();
    clock.set(at('2017-03-20T09:00:00Z'));
    const first = runner(store, 5_000);
    await first.start();
    await first.waitFor(await lent('a', { until: march(8) }));
    for (let times = 0; times < 30; times += 1) {
      await waits();
      clock.advance(4_000);
      await first.waitFor(await lent('b', { until: march(30) }));
    }
    pass(0);
    await waits();
    expect(done).toEqual(['a recall 2017-03-08']);
    await first.waitFor(await lent('c', { until: march(9) }));
    await first.stop();
    const second = runner(store, 5_000);
    await second.start();
    await waits();
    expect(done).toEqual(['a recall 2017-03-08', 'c recall 2017-03-09']);
    await second.stop();
  });

  it('cannot be run without a clock', () => {
    const { log, store } = bench();
    const run = () => new ProcessRunner({ process: library, log, store, execute: () => Promise.resolve() });
    expect(run).toThrow('The process library needs to know the time.');
  });
});
