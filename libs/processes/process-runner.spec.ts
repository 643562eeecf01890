import type { CommandContext } from '../commands/command-context.js';
import { LogUnavailable, type EventLog, type Position } from '../event-log/event-log.js';
import { positionAt } from '../event-log/position.js';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { DomainError } from '../kernel/domain-error.js';
import { derivedId } from '../kernel/ids.js';
import { eventToAppend } from '../testing/log/builders.js';
import { fixedClock, testStart } from '../testing/log/fixed-clock.js';
import { progressStore, type ProgressStore } from '../testing/sales/process-fixture.js';
import { parkedProcesses } from './parked.js';
import { ProcessRunner, type ProcessRunnerOptions } from './process-runner.js';
import type { Process, TargetCommand } from './process.js';

/** For each event as many commands as it names, to the targets that it names. */
const echo: Process = {
  name: 'echo',
  startsAt: 'beginning',
  handles: ['Said'],
  react: ({ data }) => {
    const { text, to = ['a'] } = data as { text: string; to?: string[] };
    if (text === 'broken') throw new TypeError('text is broken');
    return to.map((target) => ({ decider: 'echo', target, command: { type: text } }));
  },
};

interface Bench {
  readonly log: EventLog;
  readonly store: ProgressStore;
  /** What was carried out, each command id once, as `target text`. */
  readonly done: string[];
  readonly contexts: CommandContext[];
  /** Errors of the next tries of a command with this text. */
  readonly failing: Map<string, Error[]>;
  readonly waits: number[];
  readonly say: (stream: string, text: string, ...to: string[]) => Promise<Position>;
  readonly runner: (options?: Partial<ProcessRunnerOptions>) => ProcessRunner;
}

function bench(): Bench {
  const log = new MemoryEventLog(fixedClock());
  const store = progressStore();
  const [done, contexts, waits]: [string[], CommandContext[], number[]] = [[], [], []];
  const failing = new Map<string, Error[]>();
  const known = new Set<string>();
  const execute = async ({ target, command }: TargetCommand, context: CommandContext): Promise<void> => {
    await Promise.resolve();
    const failure = failing.get(command.type)?.shift();
    if (failure) throw failure;
    if (known.has(context.commandId)) return;
    known.add(context.commandId);
    contexts.push(context);
    done.push(`${target} ${command.type}`);
  };
  const wait = (millis: number): Promise<void> => Promise.resolve(void waits.push(millis));
  return {
    ...{ log, store, done, contexts, failing, waits },
    say: async (stream, text, ...to) => {
      const revision = (await log.read(stream)).length;
      const event = eventToAppend('Said', { text, ...(to.length > 0 && { to }) }, { importId: 'import-1' });
      await log.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
      return (await log.head()) as Position;
    },
    runner: (options = {}) => new ProcessRunner({ process: echo, log, store, execute, wait, ...options }),
  };
}

const positionAfter = (position: Position): Position => {
  const [logId = '', place] = position.split(':');
  return positionAt(logId, Number(place) + 1);
};
const refusal = () => new DomainError('not-now', 'Not now.');
const away = () => new LogUnavailable('The log is away.');

describe('a process', () => {
  it('answers what is there, and then what comes', async () => {
    const { say, runner, done } = bench();
    const first = await say('talk-1', 'one');
    const process = runner();
    await process.start();
    await process.waitFor(first);
    await process.waitFor(await say('talk-2', 'two', 'b', 'c'));
    expect(done).toEqual(['a one', 'b two', 'c two']);
    expect(process.status()).toMatchObject({ name: 'echo', state: 'running', caughtUp: true, parked: 0 });
    await process.stop();
    expect(process.status().state).toBe('stopped');
  });

  it('gives its commands ids of the event, and carries its time, correlation and import', async () => {
    const { say, runner, contexts, log } = bench();
    const process = runner();
    await process.start();
    await process.waitFor(await say('talk-1', 'one', 'a', 'b'));
    await process.stop();
    const [event] = await log.read('talk-1');
    expect(contexts).toEqual(
      [0, 1].map((index) => ({
        commandId: derivedId(event?.id ?? '', 'echo', String(index)),
        fingerprint: derivedId(event?.id ?? '', 'echo', String(index)),
        correlationId: event?.metadata.correlationId,
        causationId: event?.id,
        actor: { kind: 'process', id: 'echo' },
        source: 'process',
        importId: 'import-1',
        occurred: { inherited: testStart },
      })),
    );
  });

  it('goes on from where another one has brought its checkpoint', async () => {
    const { say, runner, done } = bench();
    await say('talk-1', 'one');
    const [first, second] = [runner({ pageSize: 1 }), runner({ pageSize: 1 })];
    await first.start();
    await second.start();
    await first.waitFor(await say('talk-2', 'two', 'b'));
    await second.waitFor(await say('talk-3', 'three', 'c'));
    await first.waitFor(await say('talk-4', 'four', 'd'));
    expect(new Set(done)).toEqual(new Set(['a one', 'b two', 'c three', 'd four']));
    expect([first.status().state, second.status().state]).toEqual(['running', 'running']);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('reads all again with a new version, also what came before what is parked, and does only what is new', async () => {
    const { say, runner, done, failing } = bench();
    await say('talk-1', 'one');
    failing.set('two', [refusal(), refusal()]);
    await say('talk-1', 'two');
    const last = await say('talk-1', 'three');
    const first = runner();
    await first.start();
    await first.waitFor(last);
    await first.stop();
    expect([done, first.parked()]).toEqual([['a one'], [expect.objectContaining({ revision: 1, behind: 1 })]]);
    const react: Process['react'] = (event) => [
      ...echo.react(event),
      { decider: 'echo', target: 'b', command: { type: 'done' }, last: true },
    ];
    const second = runner({ process: { ...echo, version: 2, react } });
    await second.start();
    await second.waitFor(last);
    expect([done, second.parked()]).toEqual([['a one', 'b done'], first.parked()]);
    expect(await second.replay('talk-1')).toBe(false);
    failing.clear();
    expect(await second.replay('talk-1')).toBe(true);
    expect(done).toEqual(['a one', 'b done', 'a two', 'b done', 'a three', 'b done']);
    await second.stop();
  });

  it('goes on from its checkpoint, which is saved once a page', async () => {
    const { say, runner, done, store } = bench();
    await say('talk-1', 'one');
    const last = await say('talk-1', 'two');
    const first = runner();
    await first.start();
    await first.waitFor(last);
    await first.stop();
    expect(store.flushes).toHaveLength(1);
    const again = runner();
    await again.start();
    await again.waitFor(await say('talk-1', 'three'));
    await again.stop();
    expect(done).toEqual(['a one', 'a two', 'a three']);
  });

  it('keeps the order of one stream, over pages of any size', async () => {
    const { say, runner, done } = bench();
    for (const text of ['1', '2', '3', '4', '5']) await say('talk-1', text);
    const process = runner({ pageSize: 2 });
    await process.start();
    await process.waitFor(await say('talk-1', '6'));
    await process.stop();
    expect(done).toEqual(['a 1', 'a 2', 'a 3', 'a 4', 'a 5', 'a 6']);
  });

  it('begins with its introduction when it says so, and only once', async () => {
    const { say, runner, done } = bench();
    const introduced = { process: { ...echo, startsAt: 'introduction' } as const };
    await say('talk-1', 'before');
    const first = runner(introduced);
    await first.start();
    await first.stop();
    const later = await say('talk-1', 'after');
    const second = runner(introduced);
    await second.start();
    await second.waitFor(later);
    await second.stop();
    expect(done).toEqual(['a after']);
  });
});

describe('a process that is killed', () => {
  it('does nothing twice, wherever it was', async () => {
    const { say, runner, done, store, failing } = bench();
    await say('talk-1', 'one', 'a', 'b');
    const last = await say('talk-2', 'two');
    const noWait = { wait: () => new Promise<void>(() => undefined) };
    // Killed between two commands, and between the commands and the checkpoint.
    failing.set('two', [away()]);
    const [first, second] = [runner(noWait), runner(noWait)];
    await first.start();
    store.failNext();
    await second.start();
    const third = runner();
    await third.start();
    await third.waitFor(last);
    await third.stop();
    expect([...done].sort()).toEqual(['a one', 'a two', 'b one']);
  });
});

describe('a process whose log or store is away', () => {
  it('waits longer and longer, and then goes on', async () => {
    const { say, runner, done, waits, failing, store } = bench();
    failing.set('one', [away(), new DomainError('conflict', 'Others were first.'), new Error('Disk full.')]);
    const position = await say('talk-1', 'one');
    const process = runner();
    await process.start();
    await process.waitFor(position);
    expect([done, waits]).toEqual([['a one'], [100, 200, 400]]);
    store.failNext(12);
    await process.waitFor(await say('talk-1', 'two'));
    expect(waits.slice(3)).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000, 30_000]);
    expect(process.status()).not.toHaveProperty('problem');
    await process.stop();
  });

  it('says so, and can be stopped', async () => {
    const { say, runner, failing } = bench();
    failing.set('one', [away()]);
    const position = await say('talk-1', 'one');
    let waiting: () => void = () => undefined;
    const isWaiting = new Promise<void>((resolve) => (waiting = resolve));
    const process = runner({
      wait: (_millis, signal) => {
        waiting();
        return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    });
    await process.start();
    await isWaiting;
    expect(process.status()).toMatchObject({ state: 'waiting', problem: 'The log is away.' });
    const waited = expect(process.waitFor(position)).rejects.toThrow('stopped');
    await process.stop();
    await waited;
  });

  it('stops when the log is closed', async () => {
    const { say, runner, log } = bench();
    const process = runner();
    await process.start();
    const position = await say('talk-1', 'one');
    await process.waitFor(position);
    const waited = expect(process.waitFor(positionAfter(position))).rejects.toThrow('has stopped');
    await log.close();
    await waited;
    expect(process.status().state).toBe('stopped');
  });

  it('fails for a position of another log', async () => {
    const [one, other] = [bench(), bench()];
    const store = one.store;
    const first = one.runner();
    await first.start();
    await first.waitFor(await one.say('talk-1', 'one'));
    await first.stop();
    const second = other.runner({ store });
    await second.start();
    await expect(second.waitFor(await other.say('talk-1', 'one'))).rejects.toThrow('failed');
    expect(second.status().state).toBe('failed');
    await second.stop();
  });
});

describe('a refusal', () => {
  const started = async (parts: Bench): Promise<ProcessRunner> => {
    const process = parts.runner();
    await process.start();
    return process;
  };

  it('parks its stream with all that comes after; others go on', async () => {
    const parts = bench();
    const { say, done, failing, store } = parts;
    failing.set('two', [refusal()]);
    const process = await started(parts);
    for (const text of ['one', 'two', 'three']) await say('talk-1', text);
    await process.waitFor(await say('talk-2', 'other'));
    await process.waitFor(await say('talk-1', 'four'));
    expect(done).toEqual(['a one', 'a other']);
    const parked = { process: 'echo', key: 'talk-1', revision: 1, code: 'not-now', behind: 2, lastRevision: 3 };
    expect(process.parked()).toMatchObject([{ ...parked, eventType: 'Said', message: 'Not now.' }]);
    expect(process.status().parked).toBe(1);
    expect([...(await store.documents(parkedProcesses)).values()]).toMatchObject([parked]);
    await process.stop();
  });

  it('tells who watches of what waits from now on, and of each failure after which it tries again', async () => {
    const parts = bench();
    const { say, failing, log } = parts;
    const told: unknown[] = [];
    failing.set('one', [away()]);
    failing.set('two', [refusal()]);
    const process = parts.runner({
      onError: (error) => void told.push(error),
      onParked: ({ eventId, correlationId }) => void told.push([eventId, correlationId]),
    });
    await process.start();
    for (const text of ['one', 'two']) await process.waitFor(await say('talk-1', text));
    await process.waitFor(await say('talk-1', 'three'));
    const second = (await log.read('talk-1'))[1];
    expect(told).toEqual([away(), [second?.id, second?.metadata.correlationId]]);
    await process.stop();
  });

  it('stays parked over a restart, until it is replayed in order', async () => {
    const parts = bench();
    const { say, done, failing, store } = parts;
    failing.set('one', [refusal(), refusal()]);
    const first = await started(parts);
    await first.waitFor(await say('talk-1', 'one'));
    await first.stop();
    const process = await started(parts);
    await process.waitFor(await say('talk-1', 'two'));
    expect(await process.replay('talk-1')).toBe(false);
    expect(process.parked()).toMatchObject([{ revision: 0, behind: 1 }]);
    expect(await process.replay('talk-1')).toBe(true);
    await process.waitFor(await say('talk-1', 'three'));
    expect(done).toEqual(['a one', 'a two', 'a three']);
    expect([process.parked(), (await store.documents(parkedProcesses)).size]).toEqual([[], 0]);
    await expect(process.replay('talk-1')).rejects.toThrow('is not parked');
    await process.stop();
  });

  it('does not stop the commands to other targets of the same event', async () => {
    const parts = bench();
    const { say, failing, done } = parts;
    failing.set('one', [refusal()]);
    const process = await started(parts);
    await process.waitFor(await say('talk-1', 'one', 'a', 'b'));
    expect(done).toEqual(['b one']);
    await process.replay('talk-1');
    expect(done).toEqual(['b one', 'a one']);
    await process.stop();
  });

  it('is also what code that stumbles leads to, while other streams go on', async () => {
    const parts = bench();
    const { say, failing, done } = parts;
    failing.set('one', [new TypeError('state is undefined')]);
    const process = await started(parts);
    await process.waitFor(await say('talk-1', 'one'));
    await process.waitFor(await say('talk-2', 'two'));
    expect(process.parked()).toMatchObject([{ key: 'talk-1', code: 'reaction-failed', message: 'state is undefined' }]);
    expect(await process.replay('talk-1')).toBe(true);
    expect(done).toEqual(['a two', 'a one']);
    await process.stop();
  });

  it('is also what a reaction that fails leads to', async () => {
    const parts = bench();
    const process = await started(parts);
    await process.waitFor(await parts.say('talk-1', 'broken'));
    expect(process.parked()).toMatchObject([{ code: 'reaction-failed', message: 'text is broken' }]);
    await process.stop();
  });
});
