import { LogUnavailable, type EventLog } from '../../event-log/event-log.js';

/** A log whose next appends can be made to fail, or to find that another writer was first. */
export interface FlakyLog extends EventLog {
  /** The next appends fail: `before` they reach the log, or `after` (written, but the answer is lost). */
  failNext(when: 'before' | 'after', times?: number): void;
  /** Runs once, just before the next append reaches the log. */
  beforeNext(action: () => Promise<unknown>): void;
  /** How many appends were tried. */
  readonly tried: number;
}

export function flakyLog(log: EventLog): FlakyLog {
  const failures: ('before' | 'after')[] = [];
  const actions: (() => Promise<unknown>)[] = [];
  let tried = 0;
  return {
    append: async (stream, expected, events) => {
      tried += 1;
      await actions.shift()?.();
      const failure = failures.shift();
      if (failure === 'before') throw new LogUnavailable('The connection is lost (before the append).');
      const appended = await log.append(stream, expected, events);
      if (failure === 'after') throw new LogUnavailable('The connection is lost (after the append).');
      return appended;
    },
    read: (stream, from, count) => log.read(stream, from, count),
    readMany: (tails) => log.readMany(tails),
    readAll: (options) => log.readAll(options),
    subscribe: (options) => log.subscribe(options),
    compare: (a, b) => log.compare(a, b),
    head: () => log.head(),
    recordAfter: (instant) => log.recordAfter(instant),
    close: () => log.close(),
    failNext: (when, times = 1) => {
      failures.push(...Array<typeof when>(times).fill(when));
    },
    beforeNext: (action) => {
      actions.push(action);
    },
    get tried() {
      return tried;
    },
  };
}
