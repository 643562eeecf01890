import { eventToAppend } from '../../testing/log/builders.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { following, logsForTests } from '../../testing/log/eventstoredb/test-event-log.js';
import { LogUnavailable } from '../event-log.js';

describe('a log on several nodes of EventStoreDB', () => {
  const open = logsForTests();
  // A rejection that nobody handles would fail it too.
  it('is on the one that answers, and again when that is back', async () => {
    const [gone, store] = [new TestEventStore(), new TestEventStore()];
    await gone.start();
    gone.stop();
    await store.start();
    const url = `esdb://127.0.0.1:${String(gone.port)},127.0.0.1:${String(store.port)}?tls=false&discoveryInterval=5&gossipTimeout=1`;
    const log = await open({ url });
    const seen = following(log);
    await log.append('note-1', 'none', [eventToAppend('Noted')]);
    await seen.until(({ events }) => events.length === 1);

    store.stop();
    const tries = Array.from({ length: 4 }, (_, of) =>
      log.append(`note-${String(of + 2)}`, 'none', [eventToAppend('Noted')]),
    );
    for (const tried of await Promise.allSettled(tries)) {
      expect(tried).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) as unknown });
    }
    await expect(log.read('note-1')).rejects.toThrow(LogUnavailable);
    await store.start();
    await log.append('note-1', 0, [eventToAppend('Noted')]);
    await seen.until(({ events }) => events.length === 2);
    await seen.stop();
    await log.close();
    store.stop();
  });
});
