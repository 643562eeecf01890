import { justAfter, justBefore, type Instant } from '../../kernel/dates.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { ServerData } from '../../testing/log/eventstoredb/server-data.js';
import { urlOf } from '../../testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { following, logsForTests, shortWaits } from '../../testing/log/eventstoredb/test-event-log.js';
import { fixedClock, testStart } from '../../testing/log/fixed-clock.js';
import { LogUnavailable, type CopyTarget } from '../event-log.js';
import { positionOf } from '../position.js';

describe('recordAfter on EventStoreDB', () => {
  const open = logsForTests();
  const clock = fixedClock();
  let store: TestEventStore;
  let log: CopyTarget;
  let notices: string[];

  beforeEach(async () => {
    clock.set(testStart);
    notices = [];
    store = new TestEventStore(new ServerData(clock));
    await store.start();
    log = await open({ url: urlOf(store.port), onNotice: (line) => void notices.push(line) });
  });
  afterEach(() => store.stop());

  let revision = -1;
  beforeEach(() => {
    revision = -1;
  });
  const append = async (): Promise<Instant> => {
    await log.append('note-1', revision < 0 ? 'none' : revision, [eventToAppend('Noted')]);
    revision += 1;
    return (await log.read('note-1', revision))[0]?.recordedAt ?? testStart;
  };
  const asked = () => store.data.stream('$$tidemark-clock').length;

  it('waits until the clock of the server has passed it', async () => {
    const recorded = await append();
    let isPassed = false;
    const passed = log.recordAfter(recorded).then((head) => {
      isPassed = true;
      return head;
    });
    await store.until(() => asked() >= 2);
    expect(isPassed).toBe(false);
    clock.advance(1);
    const [event] = await log.read('note-1');
    expect(await passed).toBe(event && positionOf(event));
    expect((await append()) > recorded).toBe(true);
  });

  it('writes nothing where something later was seen', async () => {
    const seen = following(log);
    await append();
    clock.advance(1);
    const last = await append();
    await seen.until(({ events }) => events.length === 2);
    await log.recordAfter(justBefore(last));
    expect(asked()).toBe(0);
    clock.advance(1);
    await log.recordAfter(last);
    await log.recordAfter(last);
    expect(asked()).toBe(1);
    await seen.stop();
  });

  it('writes nothing where what was seen last is old', async () => {
    log = await open({ url: urlOf(store.port), waits: { ...shortWaits, settled: 0 } });
    const seen = following(log);
    const last = await append();
    await seen.until(({ events }) => events.length === 1);
    await log.recordAfter(last);
    expect(asked()).toBe(0);
    await seen.stop();
  });

  it('asks once for all who wait', async () => {
    const last = await append();
    clock.advance(5);
    await Promise.all(Array.from({ length: 20 }, () => log.recordAfter(last)));
    expect(asked()).toBe(1);
  });

  it('is LogUnavailable where the clock of the server stays behind, and says so', async () => {
    const passed = log.recordAfter(justAfter(testStart));
    await expect(passed).rejects.toThrow(LogUnavailable);
    await expect(passed).rejects.toThrow(/^The clock of .* stands at .*, before .*: set the clocks right/);
  });

  it('tells when the clock of the server goes back, and waits until it is there again', async () => {
    clock.advance(60_000);
    const last = await append();
    clock.advance(1);
    await log.recordAfter(last);
    clock.set(testStart);
    const before = asked();
    const passed = log.recordAfter(justAfter(last));
    await store.until(() => asked() > before);
    clock.advance(60_003);
    await passed;
    expect(notices).toEqual([
      expect.stringMatching(/^The clock of .* went back from .* to 2017-03-01T09:00:00\.000Z/) as string,
    ]);
  });
});
