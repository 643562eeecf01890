import { eventToAppend } from '../../testing/log/builders.js';
import { internalError, notReady, tooSlow, unauthenticated } from '../../testing/log/eventstoredb/messages.js';
import { urlOf } from '../../testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { following, logsForTests, shortWaits } from '../../testing/log/eventstoredb/test-event-log.js';
import { LogDamaged, type Position, type CopyTarget } from '../event-log.js';

const noted = (text = '') => eventToAppend('Noted', { text });

describe('a subscription to EventStoreDB', () => {
  const open = logsForTests();
  let store: TestEventStore;
  let log: CopyTarget;
  let notices: string[];
  let written: number;

  // So long idle that only the test which is about it comes that far.
  const openWith = (change = {}) =>
    open({
      url: urlOf(store.port),
      onNotice: (line) => void notices.push(line),
      waits: { ...shortWaits, idle: 600_000 },
      ...change,
    });
  const append = async (count = 1) => {
    for (let more = 0; more < count; more += 1) {
      await log.append('note-1', written === 0 ? 'none' : written - 1, [noted()]);
      written += 1;
    }
  };
  const revisions = (count: number) => Array.from({ length: count }, (_, revision) => revision);

  beforeEach(async () => {
    [notices, written] = [[], 0];
    store = new TestEventStore();
    await store.start();
    log = await openWith();
  });
  afterEach(() => store.stop());

  const isLive = () => store.until(() => store.subscriptions === 1);

  it('goes on where it was when the server ends it, and tells it once', async () => {
    const seen = following(log);
    await append(2);
    await seen.until(({ events }) => events.length === 2);
    await isLive();
    store.stop();
    await store.start();
    await append(2);
    await seen.until(({ events }) => events.length === 4);
    expect(seen.events.map(({ revision }) => revision)).toEqual(revisions(4));
    await isLive();
    await append();
    await seen.until(({ events }) => events.length === 5);
    await seen.stop();
    expect(notices).toEqual([
      expect.stringMatching(/^The event log at .* cannot be used: .* It is tried again\.$/) as string,
      expect.stringMatching(/is followed again\.$/) as string,
    ]);
  });

  it.each([
    ['its reader is too slow', tooSlow()],
    ['the server stops in order', internalError()],
  ])('goes on where it was when it is dropped since %s', async (_why, error) => {
    const seen = following(log);
    await append();
    await seen.until(({ events }) => events.length === 1);
    await isLive();
    store.drop(error);
    await append(2);
    await seen.until(({ events }) => events.length === 3);
    await seen.stop();
    expect(seen.events.map(({ revision }) => revision)).toEqual(revisions(3));
  });

  it('finds by itself that it is told nothing any more', async () => {
    log = await openWith({ waits: shortWaits });
    const seen = following(log);
    await append();
    await seen.until(({ events }) => events.length === 1);
    await isLive();
    store.data.listeners.clear();
    await append(3);
    await seen.until(({ events }) => events.length === 4);
    expect(seen.events.map(({ revision }) => revision)).toEqual(revisions(4));
    await seen.stop();
  });

  it('holds so many events for a slow reader, lets go of the server, and reads the rest in pages', async () => {
    log = await openWith({ mostHeld: 5 });
    const pages = log.subscribe()[Symbol.asyncIterator]();
    expect((await pages.next()).value).toMatchObject({ events: [], caughtUp: true });
    await isLive();
    await append(20);
    await store.until(() => store.subscriptions === 0);
    const seen: number[] = [];
    while (seen.length < 20) {
      const page = await pages.next();
      if (page.done !== true) seen.push(...page.value.events.map(({ revision }) => revision));
    }
    expect(seen).toEqual(revisions(20));
    await pages.return?.();
    expect(notices).toEqual([]);
  });

  it.each(['it is left', 'its signal aborts', 'its log closes'])(
    'leaves nothing on the server when %s',
    async (how) => {
      const seen = following(log);
      await seen.until(({ pages }) => pages.length > 0);
      await isLive();
      if (how === 'its log closes') await log.close();
      else if (how === 'its signal aborts') await seen.stop();
      else {
        await seen.stop();
        for await (const page of log.subscribe()) if (page.caughtUp) break;
      }
      await store.until(() => store.subscriptions === 0);
      await seen.ended;
    },
  );

  it('says that it has caught up after what came before that, and once', async () => {
    await append(3);
    const seen = following(log, { pageSize: 2 });
    await seen.until(({ pages }) => pages.at(-1)?.caughtUp === true);
    await isLive();
    await append();
    await seen.until(({ events }) => events.length === 4);
    await seen.stop();
    expect(seen.pages.map(({ events, caughtUp }) => [events.length, caughtUp])).toEqual([
      [2, false],
      [1, true],
      [1, true],
    ]);
  });

  it('brings nothing of the server itself', async () => {
    const seen = following(log);
    await seen.until(({ pages }) => pages.length === 1);
    await isLive();
    for (let more = 0; more < 200; more += 1) {
      store.data.append('$stats-1', 'any', [
        { id: String(more), type: '$stats', contentType: 'x', data: Buffer.of(), metadata: Buffer.of() },
      ]);
    }
    await append();
    await seen.until(({ events }) => events.length === 1);
    await seen.stop();
    expect(seen.pages.map(({ events }) => events.length)).toEqual([0, 1]);
    expect(await log.head()).toBe(seen.events[0]?.position);
    const after = seen.pages[0]?.next as Position;
    expect(await log.readAll({ after, count: 5 })).toMatchObject({ events: [{ revision: 0 }], caughtUp: true });
  });

  it.each([
    ['with an error of its own', internalError()],
    ['since it starts', notReady()],
    ['for the password', unauthenticated()],
  ])('is tried again while the server refuses %s, and tells it once', async (_why, refusal) => {
    const seen = following(log);
    await seen.until(({ pages }) => pages.length === 1);
    await isLive();
    store.refusal = refusal;
    store.stop();
    await store.start();
    const before = store.calls.read;
    await store.until(() => store.calls.read >= before + 5);
    store.refusal = undefined;
    await append();
    await seen.until(({ events }) => events.length === 1);
    await isLive();
    await append();
    await seen.until(({ events }) => events.length === 2);
    await seen.stop();
    expect(notices).toHaveLength(2);
  });

  it('ends with the error where the log is damaged, also live', async () => {
    const seen = following(log);
    await append();
    await seen.until(({ events }) => events.length === 1);
    await isLive();
    store.data.append('note-2', 'none', [
      { id: 'x', type: 'Noted', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.of() },
    ]);
    await expect(seen.ended).rejects.toThrow(LogDamaged);
    await store.until(() => store.subscriptions === 0);
  });
});
