import { setImmediate } from 'node:timers/promises';
import { LogUnavailable, type EventLog, type Position } from '../event-log/event-log.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { DomainError } from '../kernel/domain-error.js';
import { eventToAppend } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { progressStore, type ProgressStore } from '../testing/sales/process-fixture.js';
import { ProcessRunner } from './process-runner.js';
import { statesOf } from './process-state.js';
import type { KeyedProcess, TargetCommand } from './process.js';

interface Sum {
  readonly sum: number;
}
interface Paid {
  readonly jar: string;
  readonly amount: number;
}

/** Tells the jar's sum with each payment; a payment of 0 empties the jar. */
const jars: KeyedProcess<{ readonly type: string }, Sum> = {
  name: 'jars',
  startsAt: 'beginning',
  handles: ['Paid'],
  keyOf: ({ data }) => (data as Paid).jar.toLowerCase(),
  react: ({ data }, state = { sum: 0 }) => {
    const { jar, amount } = data as Paid;
    if (amount === 0) return { commands: [], state: null };
    if (amount < 0) return { commands: [] };
    const sum = state.sum + amount;
    return { commands: [{ decider: 'jar', target: jar, command: { type: `has ${String(sum)}` } }], state: { sum } };
  },
};

interface Bench {
  readonly log: EventLog;
  readonly store: ProgressStore;
  readonly told: string[];
  /** Errors of the next tries of a command. */
  readonly failing: Map<string, Error>;
  readonly pay: (stream: string, jar: string | null, ...amounts: readonly number[]) => Promise<Position>;
  readonly states: () => Promise<Record<string, unknown>>;
  readonly runner: (pageSize?: number) => ProcessRunner;
}

function bench(): Bench {
  const log = new MemoryEventLog(fixedClock());
  const store = progressStore();
  const told: string[] = [];
  const failing = new Map<string, Error>();
  const known = new Set<string>();
  return {
    ...{ log, store, told, failing },
    pay: async (stream, jar, ...amounts) => {
      const revision = (await log.read(stream)).length;
      const events = amounts.map((amount) => eventToAppend('Paid', { jar, amount }));
      await log.append(stream, revision === 0 ? 'none' : revision - 1, events);
      return (await log.head()) as Position;
    },
    states: async () => Object.fromEntries(await store.documents(statesOf('jars'))),
    runner: (pageSize = 500) =>
      new ProcessRunner({
        process: jars,
        log,
        store,
        pageSize,
        execute: async ({ target, command }: TargetCommand, { commandId }) => {
          await setImmediate();
          const failure = failing.get(command.type);
          failing.delete(command.type);
          if (failure) throw failure;
          if (!known.has(commandId)) told.push(`${target} ${command.type}`);
          known.add(commandId);
        },
        wait: () => Promise.resolve(),
      }),
  };
}

describe('a process that keeps a document per key', () => {
  it('is told what it kept, within a page and from page to page', async () => {
    const { pay, runner, told, states } = bench();
    const process = runner(2);
    await pay('jar-a', 'a', 1, 2, 4);
    await pay('jar-b', 'b', 10, -1);
    await process.start();
    await process.waitFor(await pay('jar-a', 'a', 8));
    expect(told).toEqual(['a has 1', 'a has 3', 'a has 7', 'b has 10', 'a has 15']);
    expect(await states()).toEqual({ a: { sum: 15 }, b: { sum: 10 } });
    await process.waitFor(await pay('jar-a', 'a', 0));
    expect(await states()).toEqual({ b: { sum: 10 } });
    await process.stop();
  });

  it('keeps several documents of one stream apart', async () => {
    const { pay, runner, told } = bench();
    const process = runner();
    await pay('jars-1', 'left', 1);
    await pay('jars-1', 'right', 2);
    await process.start();
    await process.waitFor(await pay('jars-1', 'left', 3));
    expect(told).toEqual(['left has 1', 'right has 2', 'left has 4']);
    await process.stop();
  });

  it('stores the documents in the flush that moves its checkpoint', async () => {
    const { pay, runner, store } = bench();
    const process = runner();
    const position = await pay('jar-a', 'a', 1, 2);
    await process.start();
    await process.waitFor(position);
    expect(store.flushes).toMatchObject([
      { checkpoint: position, documents: [{ collection: 'process:jars', id: 'a', document: { sum: 3 } }] },
    ]);
    await process.stop();
  });

  it('counts nothing twice when the store or the log was away', async () => {
    const { pay, runner, told, failing, store, states } = bench();
    store.failNext(2);
    failing.set('has 3', new LogUnavailable('away'));
    const process = runner();
    const position = await pay('jar-a', 'a', 1, 2);
    await process.start();
    await process.waitFor(position);
    expect(told).toEqual(['a has 1', 'a has 3']);
    expect(await states()).toEqual({ a: { sum: 3 } });
    await process.stop();
  });

  it('goes on with what it kept when it starts again', async () => {
    const { pay, runner, told } = bench();
    const first = runner();
    const position = await pay('jar-a', 'a', 1);
    await first.start();
    await first.waitFor(position);
    await first.stop();
    const second = runner();
    await second.start();
    await second.waitFor(await pay('jar-a', 'a', 2));
    expect(told).toEqual(['a has 1', 'a has 3']);
    await second.stop();
  });

  it('keeps what it had before an event that is refused, and goes on from there when that is replayed', async () => {
    const { pay, runner, told, failing, states } = bench();
    failing.set('has 3', new DomainError('not-now', 'Not now.'));
    const process = runner();
    const position = await pay('jar-a', 'a', 1, 2, 4);
    await process.start();
    await process.waitFor(position);
    expect(process.parked()).toMatchObject([{ key: 'jar-a', revision: 1, behind: 1 }]);
    expect(await states()).toEqual({ a: { sum: 1 } });
    expect(await process.replay('jar-a')).toBe(true);
    expect(told).toEqual(['a has 1', 'a has 3', 'a has 7']);
    expect(await states()).toEqual({ a: { sum: 7 } });
    await process.stop();
  });

  it('parks an event whose key it cannot tell', async () => {
    const { pay, runner, told } = bench();
    const process = runner();
    await pay('jar-x', null, 1);
    await process.start();
    await process.waitFor(await pay('jar-a', 'a', 1));
    expect(process.parked()).toMatchObject([{ key: 'jar-x', code: 'reaction-failed' }]);
    expect(told).toEqual(['a has 1']);
    await process.stop();
  });
});
