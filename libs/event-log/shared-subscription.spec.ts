import { setImmediate } from 'node:timers/promises';
import { describeEventLog } from '../../test/contracts/event-log.contract.js';
import { describeTwoLogs } from '../../test/contracts/two-logs.contract.js';
import { systemClock } from '../kernel/dates.js';
import type { RecordedEvent } from '../kernel/events.js';
import { eventToAppend } from '../testing/log/builders.js';
import { tempFolder } from '../testing/log/temp-folder.js';
import { LogUnavailable, type EventLog, type LogPage, type SubscribeOptions } from './event-log.js';
import { MemoryEventLog } from './memory/memory-event-log.js';
import { SharedSubscription } from './shared-subscription.js';
import { openSqliteEventLog } from './sqlite/sqlite-event-log.js';

describeEventLog(
  'a shared subscription of the log in memory',
  () => new SharedSubscription(new MemoryEventLog(systemClock)),
);
describeEventLog(
  'a shared subscription of log.db',
  () => new SharedSubscription(openSqliteEventLog({ folder: tempFolder(), clock: systemClock })),
);
describeTwoLogs('two shared subscriptions of logs in memory', () => {
  const log = new MemoryEventLog(systemClock);
  return [new SharedSubscription(log), new SharedSubscription(log.another(systemClock))];
});
describeEventLog('a shared subscription that keeps next to nothing', () => {
  return new SharedSubscription(new MemoryEventLog(systemClock), 3);
});

/** The log, counting what is asked of it; its live subscriptions can be made to fail. */
class WatchedLog extends MemoryEventLog {
  subscriptions = 0;
  open = 0;
  reads = 0;
  private failures: ((error: Error) => void)[] = [];

  override readAll(...options: Parameters<EventLog['readAll']>): Promise<LogPage> {
    this.reads += 1;
    return super.readAll(...options);
  }

  override async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<LogPage> {
    this.subscriptions += 1;
    this.open += 1;
    const failed = new Promise<never>((_, reject) => this.failures.push(reject));
    failed.catch(() => undefined);
    const pages = super.subscribe(options)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await Promise.race([pages.next(), failed]);
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      this.open -= 1;
    }
  }

  fail(): void {
    for (const reject of this.failures.splice(0)) reject(new LogUnavailable('The connection is lost.'));
  }
}

/** Follows the log until it is stopped; `pace` is awaited after each page. */
class Follower {
  readonly seen: number[] = [];
  readonly sizes: number[] = [];
  readonly stop = new AbortController();
  readonly ended: Promise<unknown>;
  private waiting: (() => void)[] = [];

  constructor(log: EventLog, options: SubscribeOptions = {}, pace: () => Promise<unknown> = () => Promise.resolve()) {
    this.ended = this.follow(log, options, pace).catch((error: unknown) => error);
  }

  /** Resolves when it has seen so many events. */
  async saw(count: number): Promise<void> {
    while (this.seen.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private async follow(log: EventLog, options: SubscribeOptions, pace: () => Promise<unknown>): Promise<void> {
    for await (const { events } of log.subscribe({ ...options, signal: this.stop.signal })) {
      this.seen.push(...events.map(numberOf));
      this.sizes.push(events.length);
      for (const resolve of this.waiting.splice(0)) resolve();
      await pace();
    }
  }
}

const numberOf = ({ data }: RecordedEvent): number => (data as { number: number }).number;
const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('a shared subscription', () => {
  let log: WatchedLog;
  let shared: SharedSubscription;
  let followers: Follower[];
  let written: number;

  beforeEach(() => {
    log = new WatchedLog(systemClock);
    shared = new SharedSubscription(log, 50);
    followers = [];
    written = 0;
  });
  afterEach(async () => {
    for (const { stop } of followers) stop.abort();
    await Promise.all(followers.map(({ ended }) => ended));
    await shared.close();
  });

  const follow = (...rest: ConstructorParameters<typeof Follower> extends [unknown, ...infer Rest] ? Rest : never) => {
    const follower = new Follower(shared, ...rest);
    followers.push(follower);
    return follower;
  };
  const append = async (count: number) => {
    const events = Array.from({ length: count }, (_, index) => eventToAppend('Counted', { number: written + index }));
    await shared.append('count-1', written === 0 ? 'none' : written - 1, events);
    written += count;
  };
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await setImmediate();
  };

  it('is one of the log, whoever follows and from wherever', async () => {
    await append(120);
    const positions = (await log.read('count-1')).map(({ position }) => position as LogPage['next']);
    const starts = [undefined, positions[10], positions[100], positions[119], undefined];
    const five = starts.map((after) => follow({ after, pageSize: 7 }));
    await turns(50);
    for (let round = 0; round < 30; round += 1) await append(1 + (round % 3));
    const lengths = [180, 169, 79, 60, 180];
    await Promise.all(five.map((one, index) => one.saw(lengths[index] ?? 0)));
    five.forEach(({ seen }, index) => {
      expect(seen).toEqual(upTo(180).slice(180 - (lengths[index] ?? 0)));
    });
    expect(log.subscriptions).toBe(1);
  });

  it('leaves pages as large as each asked for', async () => {
    const [small, large] = [follow({ pageSize: 2 }), follow({ pageSize: 40 })];
    await turns(5);
    await append(30);
    await Promise.all([small.saw(30), large.saw(30)]);
    expect(Math.max(...small.sizes)).toBe(2);
    expect(Math.max(...large.sizes)).toBe(30);
  });

  it('does not let a slow follower hold up another, keeps little for it, and lets it see everything in order', async () => {
    let goOn = (): void => undefined;
    const slow = follow({ pageSize: 10 }, () => new Promise<void>((resolve) => (goOn = resolve)));
    const quick = follow({ pageSize: 10 });
    await turns(5);
    for (let round = 0; round < 40; round += 1) {
      await append(10);
      await quick.saw(written);
    }
    expect(slow.seen.length).toBeLessThanOrEqual(10);
    const reads = log.reads;
    while (slow.seen.length < written) {
      goOn();
      await setImmediate();
    }
    expect(slow.seen).toEqual(upTo(written));
    // All but the last 50 from the log.
    expect(log.reads - reads).toBeGreaterThanOrEqual(30);
    expect(log.subscriptions).toBe(1);
    goOn();
    slow.stop.abort();
  });

  it('goes on for the others when one ends, and ends with the last', async () => {
    const [one, other] = [follow(), follow()];
    await turns(5);
    one.stop.abort();
    await one.ended;
    await append(3);
    await other.saw(3);
    expect(log.open).toBe(1);
    other.stop.abort();
    await other.ended;
    await turns(5);
    expect(log.open).toBe(0);
    const third = follow();
    await third.saw(3);
    await append(1);
    await third.saw(4);
    expect(log.subscriptions).toBe(2);
  });

  it('tells each follower once when it fails, and is made again for whoever subscribes again', async () => {
    const three = [follow(), follow(), follow()];
    await turns(5);
    await append(2);
    await Promise.all(three.map((one) => one.saw(2)));
    log.fail();
    for (const { ended } of three) expect(await ended).toBeInstanceOf(LogUnavailable);
    expect(log.open).toBe(0);
    const after = await log.head();
    const again = three.map(() => follow({ after }));
    await turns(5);
    await append(2);
    await Promise.all(again.map((one) => one.saw(2)));
    expect(again.map(({ seen }) => seen)).toEqual(again.map(() => [2, 3]));
    expect(log.subscriptions).toBe(2);
  });

  it('tells one that is late of the failure when it has seen what was there', async () => {
    let goOn = (): void => undefined;
    const slow = follow({ pageSize: 1 }, () => new Promise<void>((resolve) => (goOn = resolve)));
    const quick = follow();
    await turns(5);
    goOn();
    await turns(5);
    await append(3);
    await quick.saw(3);
    log.fail();
    await quick.ended;
    for (let turn = 0; turn < 20; turn += 1) {
      goOn();
      await setImmediate();
    }
    expect(await slow.ended).toBeInstanceOf(LogUnavailable);
    expect(slow.seen).toEqual([0, 1, 2]);
  });

  it('hands over the very events that the log has', async () => {
    const seen: RecordedEvent[] = [];
    const stop = new AbortController();
    for await (const { events, caughtUp } of shared.subscribe({ signal: stop.signal })) {
      seen.push(...events);
      if (caughtUp && seen.length < 4) await append(2);
      else if (seen.length === 4) stop.abort();
    }
    const stored = await log.read('count-1');
    expect(seen.every((event, index) => event === stored[index])).toBe(true);
  });

  it('ends without an error when the log is closed', async () => {
    const [waiting, reading] = [follow(), follow({}, () => turns(3))];
    await append(1);
    await waiting.saw(1);
    await shared.close();
    expect(await waiting.ended).toBeUndefined();
    expect(await reading.ended).toBeUndefined();
  });
});
