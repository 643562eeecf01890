import { instantOf, millisOf, type Clock } from '../../kernel/dates.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { testStart } from '../../testing/log/fixed-clock.js';
import { ServerData, type ServerEvent } from '../../testing/log/eventstoredb/server-data.js';
import { urlOf } from '../../testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { following, logsForTests } from '../../testing/log/eventstoredb/test-event-log.js';
import { LogDamaged, type CopyTarget } from '../event-log.js';
import { positionOf } from '../position.js';
import { verifyEventStoreLog } from './verify-log.js';

/** Every look at it is a millisecond later. */
function tickingClock(): Clock {
  let now = millisOf(testStart);
  return { now: () => instantOf((now += 1)) };
}

const noted = (text = '') => eventToAppend('Noted', { text });

describe('an event on EventStoreDB', () => {
  const open = logsForTests();
  let store: TestEventStore;
  let log: CopyTarget;

  beforeEach(async () => {
    store = new TestEventStore(new ServerData(tickingClock()));
    await store.start();
    log = await open({ url: urlOf(store.port) });
  });
  afterEach(() => store.stop());

  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  const stored = () => store.data.stream('note-1').at(-1) as ServerEvent;

  it('is JSON with the names that other clients and the projections of the server know', async () => {
    const event = eventToAppend('Noted', { text: 'x' }, { causationId: 'cause', correlationId: 'all of it' });
    await log.append('note-1', 'none', [event]);
    expect(stored()).toMatchObject({ id: event.id, type: 'Noted', contentType: 'application/json' });
    expect(JSON.parse(text(stored().data))).toEqual({ text: 'x' });
    const { commandId, fingerprint, actor, source, occurredAt } = event.metadata;
    expect(JSON.parse(text(stored().metadata))).toEqual({
      ...{ commandId, fingerprint, actor, source, occurredAt },
      $causationId: 'cause',
      $correlationId: 'all of it',
      tidemark: { append: expect.any(String) as string, index: 0, checksum: expect.any(String) as string },
    });
    expect((await log.read('note-1'))[0]?.metadata).toEqual(event.metadata);
  });

  it.each<[string, (event: ServerEvent) => Partial<ServerEvent>]>([
    ['its data', ({ data }) => ({ data: Buffer.from(text(data).replace('true', 'trun')) })],
    ['its data, which stays JSON', ({ data }) => ({ data: Buffer.from(text(data).replace('true', 'truf')) })],
    ['its metadata', ({ metadata }) => ({ metadata: Buffer.from(text(metadata).replace('"api"', '"apo"')) })],
    ['its mark', ({ metadata }) => ({ metadata: Buffer.from(text(metadata).replace('tidemark', 'tidemurk')) })],
    ['its metadata, which is no JSON any more', () => ({ metadata: Buffer.from('{') })],
    ['its type', () => ({ type: 'Noded' })],
    ['its stream', () => ({ stream: 'note-2' })],
    ['its revision', () => ({ revision: 7 })],
  ])('is never served when a byte is another in %s', async (_what, change) => {
    await log.append('note-1', 'none', [noted('it is true')]);
    expect(await verifyEventStoreLog(log)).toBe(1);
    store.data.damage(stored().id, (event) => ({ ...event, ...change(event) }));
    await expect(log.read('note-1')).rejects.toThrow(LogDamaged);
    await expect(log.readAll({ count: 1 })).rejects.toThrow(
      /^Event \d of note-\d \(.*, No.ed\) (does not match|has no)/,
    );
    await expect(following(log).ended).rejects.toThrow(LogDamaged);
    await expect(verifyEventStoreLog(log)).rejects.toThrow(LogDamaged);
  });

  it('of another program is named, and never served', async () => {
    store.data.append('order-1', 'none', [
      { id: 'x', type: 'Ordered', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.of() },
    ]);
    await expect(log.readAll({ count: 1 })).rejects.toThrow(
      'Event 0 of order-1 (x, Ordered) has no mark in its metadata: it is damaged, or was written by another program.',
    );
  });

  it('keeps the time at which another log recorded it when it is copied', async () => {
    const events = ['2017-01-01T00:00:00.000Z', '2017-01-02T00:00:00.000Z'].map((time) => ({
      ...noted(),
      recordedAt: instantOf(Date.parse(time)),
    }));
    expect(await log.appendCopied('note-1', 'none', events)).toMatchObject({ repeated: false });
    const read = await log.read('note-1');
    expect(read.map(({ recordedAt }) => recordedAt)).toEqual(events.map(({ recordedAt }) => recordedAt));
    expect((await log.readAll({ count: 5 })).events).toEqual(read);
    expect(await log.appendCopied('note-1', 'none', events)).toMatchObject({ repeated: true });
  });

  it('is recorded when the first of its append is, wherever a page or a read begins', async () => {
    await log.append('note-1', 'none', [noted(), noted(), noted()]);
    await log.append('note-1', 2, [noted()]);
    const read = await log.read('note-1');
    const [first, , , last] = read.map(({ recordedAt }) => recordedAt);
    expect(read.map(({ recordedAt }) => recordedAt)).toEqual([first, first, first, last]);
    expect(last).not.toBe(first);
    expect(await log.read('note-1', 2)).toEqual(read.slice(2));
    const after = positionOf(read[0] ?? read[1] ?? (null as never));
    expect((await log.readAll({ after, count: 5 })).events).toEqual(read.slice(1));
    const seen = following(log, { after, pageSize: 1 });
    await seen.until(({ events }) => events.length === 3);
    await seen.stop();
    expect(seen.events).toEqual(read.slice(1));
  });

  it('is counted when the whole log is verified', async () => {
    for (const stream of ['note-1', 'note-2']) await log.append(stream, 'none', [noted(), noted(), noted()]);
    const done: number[] = [];
    expect(await verifyEventStoreLog(log, (count) => void done.push(count))).toBe(6);
    expect(done).toEqual([6]);
  });

  it('is found by its position in no log but this, nor where there is none', async () => {
    await log.append('note-1', 'none', [noted(), noted()]);
    const [first] = await log.read('note-1');
    const between = (first?.position ?? '').replace(/\d+$/, (place) => String(BigInt(place) + 1n));
    await expect(log.readAll({ after: between as never, count: 1 })).rejects.toThrow(
      /^Position .* is no event's in this log, or after its end\. Was the server restored/,
    );
  });
});
