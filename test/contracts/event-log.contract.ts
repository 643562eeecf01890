import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  LogUnavailable,
  PositionUnknown,
  RevisionConflict,
  type Appended,
  type EventLog,
  type EventToAppend,
  type LogPage,
  type Position,
  type SubscribeOptions,
} from '../../libs/event-log/event-log.js';
import { claimedPosition, positionOf } from '../../libs/event-log/position.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import type { Instant } from '../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { newId } from '../../libs/kernel/ids.js';
import { withoutUndefined } from '../../libs/kernel/json.js';
import { eventToAppend } from '../../libs/testing/log/builders.js';
import { flakyLog } from '../../libs/testing/log/flaky-log.js';

/**
 * What every event log does. The log may hold other events already, and other writers may be at work on it: each test looks
 * only at its own streams.
 */
export function describeEventLog(name: string, makeLog: () => EventLog | Promise<EventLog>): void {
  describe(`${name} as an event log`, () => {
    let log: EventLog;

    beforeEach(async () => {
      log = await makeLog();
    });
    afterEach(() => log.close());

    describe('recordAfter', () => {
      it('has all that comes recorded later than an instant that was told as known, however often', async () => {
        const stream = newStream();
        for (let revision = 0; revision < 3; revision += 1) {
          await log.append(stream, revision === 0 ? 'none' : revision - 1, [eventToAppend('Noted', {})]);
          const [last] = (await log.read(stream)).slice(-1);
          const { recordedAt = '' as Instant, position = '' } = last ?? {};
          const head = await log.recordAfter(recordedAt);
          expect(head !== undefined && log.compare(head, claimedPosition(position)) >= 0).toBe(true);
          await log.recordAfter(recordedAt);
        }
        const times = (await log.read(stream)).map(({ recordedAt }) => recordedAt);
        expect([...new Set(times)].sort()).toEqual(times);
      });
    });

    describe('append', () => {
      it('returns what was appended, as JSON keeps it', async () => {
        const stream = newStream();
        const first = eventToAppend('Noted', {
          text: 'Žluťoučký kůň 🐎 "quoted" \\ \u0000',
          none: undefined,
          list: [1, 2.5, null, { a: false }],
        });
        const second = eventToAppend(
          'Noted',
          {},
          { onBehalfOf: 'someone', importId: 'import-1', source: 'import', causationId: 'cause' },
        );
        const appended = await log.append(stream, 'none', [first, second]);
        const events = await log.read(stream);

        expect(appended.revision).toBe(1);
        expect(events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual(
          asJson([first, second]),
        );
        expect(events.map(({ revision }) => revision)).toEqual([0, 1]);
        expect(events.map((event) => event.stream)).toEqual([stream, stream]);
        const { position, positions, recordedAt } = appended;
        expect(events.at(-1)).toMatchObject(withoutUndefined({ position, recordedAt }));
        expect(positions ?? events.map(positionOf)).toEqual(events.map(positionOf));
        expect(events.at(-1)?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      });

      it('refuses a stream that is elsewhere than expected, and says where it is', async () => {
        const stream = newStream();
        await expect(log.append(stream, 0, some(1))).rejects.toMatchObject({
          name: 'RevisionConflict',
          stream,
          expected: 0,
          actual: 'none',
        });
        await log.append(stream, 'none', some(2));
        await expect(log.append(stream, 'none', some(1))).rejects.toMatchObject({ expected: 'none', actual: 1 });
        await expect(log.append(stream, 0, some(1))).rejects.toMatchObject({ expected: 0, actual: 1 });
        await expect(log.append(stream, 2, some(1))).rejects.toBeInstanceOf(RevisionConflict);
        expect(await log.read(stream)).toHaveLength(2);
        expect(await log.append(stream, 1, some(1))).toMatchObject({ revision: 2 });
      });

      it('writes all events or none', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(1));
        await expect(log.append(stream, 'none', some(3))).rejects.toBeInstanceOf(RevisionConflict);
        expect(await log.read(stream)).toHaveLength(1);
      });

      it('answers the same events at the same place as it did first', async () => {
        const stream = newStream();
        const [start, more] = [some(2), some(2)];
        const first = await log.append(stream, 'none', start);
        expect(await log.append(stream, 'none', start)).toEqual(repeatOf(first));
        const second = await log.append(stream, 1, more);
        await log.append(stream, 3, some(1));
        expect(await log.append(stream, 'none', start)).toEqual(repeatOf(first));
        expect(await log.append(stream, 1, more)).toEqual(repeatOf(second));
        expect(await log.read(stream)).toHaveLength(5);
      });

      it('takes events at the same place that are only partly the same for others', async () => {
        const stream = newStream();
        const events = some(2);
        await log.append(stream, 'none', events);
        await expect(log.append(stream, 'none', [...events, ...some(1)])).rejects.toBeInstanceOf(RevisionConflict);
        await expect(log.append(stream, 'none', [...events.slice(0, 1), ...some(1)])).rejects.toBeInstanceOf(
          RevisionConflict,
        );
        expect(await log.read(stream)).toHaveLength(2);
      });

      it('takes an append of 900 KB, and refuses one that is too large for every log, of one event or of many', async () => {
        const stream = newStream();
        const large = (...lengths: readonly number[]) =>
          lengths.map((length) => eventToAppend('Noted', { text: 'x'.repeat(length) }));
        expect(await log.append(stream, 'none', large(900_000))).toMatchObject({ revision: 0 });
        for (const events of [
          large(1_100_000),
          large(...Array<number>(11).fill(100_000)),
          large(...Array<number>(20_000).fill(1)),
        ]) {
          await expect(log.append(stream, 0, events)).rejects.toMatchObject({
            name: 'AppendTooLarge',
            stream,
            bytes: expect.any(Number) as number,
            most: expect.any(Number) as number,
          });
        }
        expect(await log.read(stream)).toHaveLength(1);
        expect(await log.append(stream, 0, some(1))).toMatchObject({ revision: 1 });
      });

      it('refuses to append nothing', async () => {
        await expect(log.append(newStream(), 'none', [])).rejects.toBeInstanceOf(RangeError);
      });

      it('lets one of many writers win each revision of a stream', async () => {
        const stream = newStream();
        const results = await Promise.allSettled(Array.from({ length: 32 }, () => log.append(stream, 'none', some(1))));
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await log.read(stream)).toHaveLength(1);
      });

      it('gives two tries of the same append at the same moment one answer', async () => {
        const stream = newStream();
        const events = some(2);
        const [one, other] = await Promise.all([
          log.append(stream, 'none', events),
          log.append(stream, 'none', events),
        ]);
        expect(other).toEqual(repeatOf(one));
        expect(await log.read(stream)).toHaveLength(2);
      });

      it('takes appends to many streams at once, each with its own outcome', async () => {
        const taken = newStream();
        await log.append(taken, 'none', some(1));
        const streams = Array.from({ length: 40 }, newStream);
        const conflict = log.append(taken, 'none', some(1)).catch((error: unknown) => error);
        await Promise.all(streams.map((stream) => log.append(stream, 'none', some(2))));
        expect(await conflict).toBeInstanceOf(RevisionConflict);
        const lengths = await Promise.all(streams.map(async (stream) => (await log.read(stream)).length));
        expect(lengths).toEqual(streams.map(() => 2));
      });

      it('takes appends that build on each other without waiting for each', async () => {
        const stream = newStream();
        const appends = Array.from({ length: 10 }, (_, index) =>
          log.append(stream, index === 0 ? 'none' : index - 1, some(1)),
        );
        expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(appends.map((_, index) => index));
      });
    });

    describe('read', () => {
      it('returns nothing for a stream that does not exist', async () => {
        expect(await log.read(newStream())).toEqual([]);
      });

      it('starts at a revision, and returns at most so many', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(5));
        expect((await log.read(stream, 3)).map(({ revision }) => revision)).toEqual([3, 4]);
        expect(await log.read(stream, 5)).toEqual([]);
        expect((await log.read(stream, 1, 2)).map(({ revision }) => revision)).toEqual([1, 2]);
        expect(await log.read(stream, 4, 2)).toHaveLength(1);
      });

      it('reads of many streams return what a read of each does, in the order asked', async () => {
        const [one, two, none] = [newStream(), newStream(), newStream()];
        await log.append(one, 'none', some(3));
        await log.append(two, 'none', some(2));
        await log.append(one, 2, some(1));
        const tails = [
          { stream: two, from: 1 },
          { stream: none, from: 0 },
          { stream: one, from: 0 },
          { stream: two, from: 2 },
          { stream: one, from: 3 },
        ];
        const each = await Promise.all(tails.map(({ stream, from }) => log.read(stream, from)));
        expect(each.map(({ length }) => length)).toEqual([1, 0, 4, 0, 1]);
        expect(await log.readMany(tails)).toEqual(each);
        expect(await log.readMany([])).toEqual([]);
      });
    });

    describe('readAll', () => {
      it('returns pages of all streams in the one order in which they were written', async () => {
        const after = await log.head();
        const [a, b] = [newStream(), newStream()];
        await log.append(a, 'none', some(2));
        await log.append(b, 'none', some(1));
        await log.append(a, 1, some(1));
        const pages: LogPage[] = [];
        for await (const page of pagesToEnd(log, { after, count: 2 })) pages.push(page);
        const events = pages.flatMap((page) => page.events).filter(({ stream }) => stream === a || stream === b);

        expect(events.map(({ stream, revision }) => [stream, revision])).toEqual([
          [a, 0],
          [a, 1],
          [b, 0],
          [a, 2],
        ]);
        expect(pages.every((page) => page.caughtUp || page.events.length === 2)).toBe(true);
        expect(pages.every(({ events: own, next }) => own.length === 0 || own.at(-1)?.position === next)).toBe(true);
        expect(pages.map(({ caughtUp }) => caughtUp)).toEqual(pages.map((_, index) => index === pages.length - 1));
        expect(events.filter(({ stream }) => stream === a)).toEqual(await log.read(a));
      });

      it('begins with the first event of the log, and after any', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(3));
        const first = await log.readAll({ count: 1 });
        expect(first.events.map(({ revision }) => revision)).toEqual([0]);
        const [start] = await log.read(stream);
        const { events } = await log.readAll({ after: start && positionOf(start), count: 2 });
        expect(events.map(({ stream: of, revision }) => [of, revision])).toEqual([
          [stream, 1],
          [stream, 2],
        ]);
      });

      it('returns nothing at the end, and where to go on', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(1));
        const after = await log.head();
        expect(await log.readAll({ after, count: 10 })).toEqual({ events: [], next: after, caughtUp: true });
        await log.append(stream, 0, some(1));
        expect((await log.readAll({ after, count: 10 })).events).toMatchObject([{ stream, revision: 1 }]);
      });

      it('returns nothing of an empty log, and goes on from there', async () => {
        if ((await log.head()) !== undefined) return;
        const { next, ...page } = await log.readAll({ count: 10 });
        expect(page).toEqual({ events: [], caughtUp: true });
        await log.append(newStream(), 'none', some(2));
        expect((await log.readAll({ after: next, count: 10 })).events).toHaveLength(2);
      });

      it('refuses a position of another log, one after its end, and text that is none', async () => {
        await log.append(newStream(), 'none', some(1));
        const head = (await log.head()) as Position;
        for (const after of [...notOfThis(head), claimedPosition(`${head}000`)]) {
          await expect(log.readAll({ after, count: 1 })).rejects.toBeInstanceOf(PositionUnknown);
        }
      });
    });

    describe('subscribe', () => {
      it('returns all streams in the one order in which they were written', async () => {
        const after = await log.head();
        const [a, b] = [newStream(), newStream()];
        await log.append(a, 'none', some(2));
        await log.append(b, 'none', some(1));
        await log.append(a, 1, some(1));
        const events = await eventsOf([a, b], log, { after, pageSize: 2 });

        expect(events.map(({ stream, revision }) => [stream, revision])).toEqual([
          [a, 0],
          [a, 1],
          [b, 0],
          [a, 2],
        ]);
        const positions = events.map(positionOf);
        expect(positions).toEqual([...positions].sort((a, b) => log.compare(a, b)));
        expect(events.filter(({ stream }) => stream === a)).toEqual(await log.read(a));
      });

      it('returns what was appended just now as reading it returns it: as JSON keeps it', async () => {
        const after = await log.head();
        const stream = newStream();
        await log.append(stream, 'none', [
          eventToAppend('Noted', { none: undefined, inside: { none: undefined, list: [1, { none: undefined }] } }),
        ]);
        const events = await eventsOf([stream], log, { after });
        expect(events).toStrictEqual(await log.read(stream));
        expect(JSON.stringify(events)).toBe(JSON.stringify(await log.read(stream)));
      });

      it('starts at the beginning without a position', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(3));
        expect(await eventsOf([stream], log)).toHaveLength(3);
      });

      it('returns pages of the size asked and says when it has caught up', async () => {
        const after = await log.head();
        await log.append(newStream(), 'none', some(5));
        const pages = await pagesOf(log, { after, pageSize: 2 });
        expect(pages.slice(0, 2).map(({ events, caughtUp }) => [events.length, caughtUp])).toEqual([
          [2, false],
          [2, false],
        ]);
        expect(pages.at(-1)?.caughtUp).toBe(true);
        expect(pages[0]?.next).toBe(pages[0]?.events.at(-1)?.position);
      });

      it('says so too when there is nothing to catch up with', async () => {
        await log.append(newStream(), 'none', some(1));
        const after = await log.head();
        const pages = await pagesOf(log, { after });
        expect(pages.at(-1)).toMatchObject({ caughtUp: true });
        expect(pages.at(-1)?.next).toBe(after);
      });

      it('goes on with what is appended afterwards, and ends at the signal without an error', async () => {
        const after = await log.head();
        const [old, fresh] = [newStream(), newStream()];
        const stop = new AbortController();
        await log.append(old, 'none', some(2));
        const seen: RecordedEvent[] = [];
        let wrote = false;
        for await (const page of log.subscribe({ after, signal: stop.signal })) {
          seen.push(...page.events.filter(({ stream }) => stream === old || stream === fresh));
          if (page.caughtUp && !wrote) {
            wrote = true;
            setImmediate(() => void log.append(fresh, 'none', some(1)));
          }
          if (seen.some(({ stream }) => stream === fresh)) stop.abort();
        }
        expect(seen.map(({ stream }) => stream)).toEqual([old, old, fresh]);
      });

      it('ends at a signal while it waits', async () => {
        const stop = new AbortController();
        const pages = log.subscribe({ after: await log.head(), signal: stop.signal })[Symbol.asyncIterator]();
        expect((await pages.next()).done).toBe(false);
        const next = pages.next();
        stop.abort();
        for (let page = await next; page.done !== true; page = await pages.next());
        expect((await pages.next()).done).toBe(true);
      });

      it('returns nothing when the signal came first', async () => {
        expect(await pagesOf(log, { signal: AbortSignal.abort() })).toEqual([]);
      });

      it('goes on where a page ended, missing and repeating nothing', async () => {
        let after = await log.head();
        const streams = Array.from({ length: 4 }, newStream);
        await Promise.all(streams.map((stream) => log.append(stream, 'none', some(3))));
        const all = await eventsOf(streams, log, { after });
        const resumed: RecordedEvent[] = [];
        for (let caughtUp = false; !caughtUp;) {
          for await (const page of log.subscribe({ after, pageSize: 5 })) {
            resumed.push(...page.events.filter(({ stream }) => streams.includes(stream)));
            ({ next: after, caughtUp } = page);
            break;
          }
        }
        expect(all).toHaveLength(12);
        expect(resumed).toEqual(all);
      });

      it('goes on after any event', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(3));
        const [first] = await log.read(stream);
        const after = first && positionOf(first);
        expect((await eventsOf([stream], log, { after })).map(({ revision }) => revision)).toEqual([1, 2]);
      });

      it('serves several subscribers at once', async () => {
        const after = await log.head();
        const stream = newStream();
        await log.append(stream, 'none', some(3));
        const [one, other] = await Promise.all([1, 2].map(() => eventsOf([stream], log, { after })));
        expect(one).toHaveLength(3);
        expect(one).toEqual(other);
      });

      it('refuses a position of another log, one after its end, and text that is none', async () => {
        await log.append(newStream(), 'none', some(1));
        const head = (await log.head()) as Position;
        for (const after of [...notOfThis(head), claimedPosition(`${head}000`)]) {
          await expect(pagesOf(log, { after })).rejects.toBeInstanceOf(PositionUnknown);
        }
      });

      it('shows an event to those who were told of it, in the log and in its stream', async () => {
        const after = await log.head();
        const stream = newStream();
        const stop = new AbortController();
        const inStream: number[] = [];
        const reading = (async () => {
          for await (const page of log.subscribe({ after, signal: stop.signal })) {
            if (!page.events.some((event) => event.stream === stream)) continue;
            inStream.push((await log.read(stream)).length);
            stop.abort();
          }
        })();
        await log.append(stream, 'none', some(1));
        const head = await log.head();
        await reading;
        expect(inStream).toEqual([1]);
        const [event] = await log.read(stream);
        expect(head && event && log.compare(head, positionOf(event))).toBeGreaterThanOrEqual(0);
      });
    });

    describe('an append whose answer is lost', () => {
      it.each([
        ['had been written', 'after'],
        ['had not been written', 'before'],
      ] as const)('has one effect when it is sent again: it %s', async (_outcome, when) => {
        const after = await log.head();
        const stream = newStream();
        const events = some(2);
        const flaky = flakyLog(log);
        flaky.failNext(when);
        await expect(flaky.append(stream, 'none', events)).rejects.toBeInstanceOf(LogUnavailable);
        expect(await log.read(stream)).toHaveLength(when === 'after' ? 2 : 0);

        const again = await flaky.append(stream, 'none', events);
        expect(again.revision).toBe(1);
        expect(again.repeated ?? when === 'after').toBe(when === 'after');
        const ids = events.map(({ id }) => id);
        expect((await log.read(stream)).map(({ id }) => id)).toEqual(ids);
        expect((await eventsOf([stream], log, { after })).map(({ id }) => id)).toEqual(ids);
      });

      it('is found where it was, though others went on from it', async () => {
        const stream = newStream();
        const events = some(2);
        const flaky = flakyLog(log);
        flaky.failNext('after');
        await expect(flaky.append(stream, 'none', events)).rejects.toBeInstanceOf(LogUnavailable);
        await log.append(stream, 1, some(3));
        expect(await flaky.append(stream, 'none', events)).toMatchObject({ revision: 1 });
        expect(await log.read(stream)).toHaveLength(5);
      });

      it('is a conflict where it had not been written and others were first', async () => {
        const stream = newStream();
        const events = some(2);
        const flaky = flakyLog(log);
        flaky.failNext('before');
        await expect(flaky.append(stream, 'none', events)).rejects.toBeInstanceOf(LogUnavailable);
        await log.append(stream, 'none', some(3));
        await expect(flaky.append(stream, 'none', events)).rejects.toBeInstanceOf(RevisionConflict);
        expect(await log.read(stream)).toHaveLength(3);
      });
    });

    it('shows a slow consumer everything once and in order while 5,000 events are appended', async () => {
      const after = await log.head();
      const streams = Array.from({ length: 5 }, newStream);
      const write = async () => {
        for (let next = 0; next < 1_000; next += 50) {
          await Promise.all(streams.map((stream) => log.append(stream, next === 0 ? 'none' : next - 1, some(50))));
        }
      };
      const writing = write();
      const stop = new AbortController();
      const seen: RecordedEvent[] = [];
      for await (const page of log.subscribe({ after, pageSize: 40, signal: stop.signal })) {
        seen.push(...page.events.filter(({ stream }) => streams.includes(stream)));
        for (let turn = 0; turn < 5; turn += 1) await nextTurn();
        if (seen.length >= 5_000) stop.abort();
      }
      await writing;
      for (const stream of streams) {
        const revisions = seen.filter((event) => event.stream === stream).map(({ revision }) => revision);
        expect(revisions).toEqual(Array.from({ length: 1_000 }, (_, revision) => revision));
      }
      const positions = seen.map(positionOf);
      expect(positions).toEqual([...positions].sort((a, b) => log.compare(a, b)));
    });

    describe('compare', () => {
      it('orders positions as the log has the events, also where one has more digits', async () => {
        const stream = newStream();
        await log.append(stream, 'none', some(11));
        const positions = (await log.read(stream)).map(positionOf);
        positions.forEach((a, place) => {
          expect(positions.map((b) => Math.sign(log.compare(a, b)))).toEqual(
            positions.map((_, other) => Math.sign(place - other)),
          );
        });
      });

      it('refuses a position of another log, and text that is none', async () => {
        await log.append(newStream(), 'none', some(1));
        const head = (await log.head()) as Position;
        for (const position of notOfThis(head)) {
          expect(() => log.compare(head, position)).toThrow(PositionUnknown);
          expect(() => log.compare(position, head)).toThrow(PositionUnknown);
        }
      });
    });

    it('records one time for all events of an append, and keeps it', async () => {
      const after = await log.head();
      const stream = newStream();
      await log.append(stream, 'none', some(3));
      const times = (await log.read(stream)).map(({ recordedAt }) => recordedAt);
      expect(new Set(times).size).toBe(1);
      expect((await eventsOf([stream], log, { after })).map(({ recordedAt }) => recordedAt)).toEqual(times);
    });
  });
}

const newStream = (): string => `probe-${newId()}`;

const some = (count: number): readonly EventToAppend[] =>
  Array.from({ length: count }, (_, index) => eventToAppend('Noted', { text: `note ${String(index)}` }));

/** What cannot be a position of the log that ends there. */
const notOfThis = (head: Position): readonly Position[] =>
  [`${newId()}${head.slice(head.indexOf(':'))}`, `${head}:1`, 'garbage', ''].map(claimedPosition);

/** The answer to the same append again. */
const repeatOf = (first: Appended): Appended => (first.repeated === undefined ? first : { ...first, repeated: true });

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What a subscription brings until it has caught up. */
async function pagesOf(log: EventLog, options: SubscribeOptions = {}): Promise<readonly LogPage[]> {
  const pages: LogPage[] = [];
  for await (const page of log.subscribe(options)) {
    pages.push(page);
    if (page.caughtUp) break;
  }
  return pages;
}

async function eventsOf(
  streams: readonly string[],
  log: EventLog,
  options?: SubscribeOptions,
): Promise<readonly RecordedEvent[]> {
  const pages = await pagesOf(log, options);
  return pages.flatMap(({ events }) => events).filter(({ stream }) => streams.includes(stream));
}
