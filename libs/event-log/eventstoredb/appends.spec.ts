import { eventToAppend } from '../../testing/log/builders.js';
import { internalError } from '../../testing/log/eventstoredb/messages.js';
import { urlOf } from '../../testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { logsForTests } from '../../testing/log/eventstoredb/test-event-log.js';
import { AppendTooLarge, LogUnavailable, RevisionConflict, type CopyTarget } from '../event-log.js';

const noted = (text = '') => eventToAppend('Noted', { text });

describe('an append to EventStoreDB', () => {
  const open = logsForTests();
  let store: TestEventStore;
  let log: CopyTarget;
  let asked: number;

  beforeEach(async () => {
    store = new TestEventStore();
    await store.start();
    log = await open({ url: urlOf(store.port) });
    asked = store.calls.append;
  });
  afterEach(() => store.stop());

  const sent = () => store.calls.append - asked;
  const stored = () => store.data.stream('note-1').length;

  it('is found when its answer was lost, and is no repeat', async () => {
    store.loseNext('answer');
    expect(await log.append('note-1', 'none', [noted(), noted()])).toMatchObject({ revision: 1, repeated: false });
    expect([sent(), stored()]).toEqual([1, 2]);
  });

  it('is sent again when it was lost itself', async () => {
    store.loseNext('append');
    expect(await log.append('note-1', 'none', [noted()])).toMatchObject({ revision: 0, repeated: false });
    expect([sent(), stored()]).toEqual([2, 1]);
  });

  it('is known as a repeat by a server that was started again, and by another process', async () => {
    const events = [noted(), noted()];
    const first = await log.append('note-1', 'none', events);
    store.stop();
    await store.start();
    expect(await log.append('note-1', 'none', events)).toEqual({ ...first, repeated: true });
    const other = await open({ url: urlOf(store.port, 'localhost') });
    expect(await other.append('note-1', 'none', events)).toEqual({ ...first, repeated: true });
    expect(stored()).toBe(2);
  });

  it('gives up after a few tries, and is taken when it comes again', async () => {
    const events = [noted()];
    store.loseNext('append', 'append', 'append');
    await expect(log.append('note-1', 'none', events)).rejects.toThrow(LogUnavailable);
    expect(stored()).toBe(0);
    expect(await log.append('note-1', 'none', events)).toMatchObject({ revision: 0 });
  });

  it('is a conflict when it was lost and others came first', async () => {
    store.loseNext('append');
    const lost = log.append('note-1', 'none', [noted()]);
    await store.until(() => sent() === 1);
    const other = await open({ url: urlOf(store.port, 'localhost') });
    await other.append('note-1', 'none', [noted(), noted()]);
    await expect(lost).rejects.toMatchObject({ name: 'RevisionConflict', expected: 'none', actual: 1 });
    expect(sent()).toBe(2);
  });

  it('is sent once when it is asked for again while it is under way', async () => {
    const events = [noted()];
    store.hold();
    const both = [log.append('note-1', 'none', events), log.append('note-1', 'none', events)];
    await store.until(() => sent() === 1);
    store.release();
    expect((await Promise.all(both)).map(({ repeated }) => repeated)).toEqual([false, true]);
    expect([sent(), stored()]).toEqual([1, 1]);
  });

  it('of another process while it is under way has no answer, and is found', async () => {
    const other = await open({ url: urlOf(store.port, 'localhost') });
    const events = [noted()];
    store.hold();
    const first = log.append('note-1', 'none', events);
    await store.until(() => sent() === 1);
    const second = other.append('note-1', 'none', events);
    await store.until(() => sent() === 2);
    store.release();
    expect((await Promise.all([first, second])).map(({ repeated }) => repeated)).toEqual([false, true]);
    expect(stored()).toBe(1);
  });

  it.each([
    ['a bigint', { amount: 1n }],
    ['undefined', undefined],
    ['a function', () => 1],
    ['itself', circular()],
  ])('refuses data with %s before it is sent', async (_what, data) => {
    const refused = log.append('note-1', 'none', [{ ...noted(), data }]);
    await expect(refused).rejects.toThrow(/^The data of Noted for note-1 cannot be written as JSON/);
    expect(sent()).toBe(0);
  });

  it.each([
    ['an id that is none', { id: 'x' }, '"x" cannot be an event\'s id'],
    ['an empty type', { type: '' }, '"" cannot be an event\'s type'],
    ["a type of the server's own", { type: '$>' }, '"$>" cannot be an event\'s type'],
  ])('refuses %s before it is sent, and the next one is answered', async (_what, change, message) => {
    await expect(log.append('note-1', 'none', [{ ...noted(), ...change } as never])).rejects.toThrow(message);
    expect(sent()).toBe(0);
    expect(await log.append('note-1', 'none', [noted()])).toMatchObject({ revision: 0 });
  });

  it.each(['$$note', '', 'a note'])('refuses "%s" as a stream before it is sent', async (stream) => {
    await expect(log.append(stream, 'none', [noted()])).rejects.toThrow(RangeError);
    expect(sent()).toBe(0);
  });

  it('is as written what it was when it was asked for, whatever becomes of its data meanwhile', async () => {
    const data = { text: 'then' };
    const appended = log.append('note-1', 'none', [eventToAppend('Noted', data)]);
    data.text = 'now';
    await appended;
    expect(await log.read('note-1')).toMatchObject([{ data: { text: 'then' } }]);
  });

  it('is too large where the server takes less than most do', async () => {
    store.data.mostBytes = 2_000;
    const large = log.append('note-1', 'none', [noted('x'.repeat(3_000))]);
    await expect(large).rejects.toThrow(AppendTooLarge);
    await expect(large).rejects.toMatchObject({ stream: 'note-1', most: 2_000 });
    expect(stored()).toBe(0);
  });

  it("goes by itself: not on the path where all that is pending shares one connection's fate", async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => log.append(`note-${id}`, 'none', [noted()])));
    expect(store.calls).toMatchObject({ batchAppend: 0 });
    expect(sent()).toBe(3);
  });

  it.each(['errors without a type', 'errors of the server'])('that fails with %s is LogUnavailable', async (kind) => {
    if (kind === 'errors of the server') store.refusal = internalError();
    else store.stop();
    await expect(log.append('note-1', 'none', [noted()])).rejects.toThrow(LogUnavailable);
    await expect(log.read('note-1')).rejects.toThrow(LogUnavailable);
    await expect(log.readAll({ count: 1 })).rejects.toThrow(LogUnavailable);
    await expect(log.head()).rejects.toThrow(LogUnavailable);
  });

  it('has its outcome before its log is closed', async () => {
    store.hold();
    const done: string[] = [];
    const appended = log.append('note-1', 'none', [noted()]).then(({ revision }) => done.push(String(revision)));
    await store.until(() => sent() === 1);
    const closed = log.close().then(() => done.push('closed'));
    store.release();
    await Promise.all([appended, closed]);
    expect(done).toEqual(['0', 'closed']);
    await expect(log.append('note-1', 0, [noted()])).rejects.toThrow(LogUnavailable);
  });

  it('to one stream does not come before one that was asked for earlier', async () => {
    store.loseNext('append');
    const [first, second] = await Promise.allSettled([
      log.append('note-1', 'none', [noted()]),
      log.append('note-1', 0, [noted()]),
    ]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled']);
    await expect(log.append('note-1', 0, [noted()])).rejects.toThrow(RevisionConflict);
  });
});

function circular(): object {
  const one: { self?: object } = {};
  one.self = one;
  return one;
}
