import { eventToAppend } from '../../testing/log/builders.js';
import { notReady, unauthenticated } from '../../testing/log/eventstoredb/messages.js';
import { urlOf } from '../../testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../testing/log/eventstoredb/test-event-store.js';
import { logsForTests } from '../../testing/log/eventstoredb/test-event-log.js';
import { LogDamaged, LogUnavailable } from '../event-log.js';
import { openEventStoreLog } from './eventstoredb-log.js';
import { serverAddress, ServerAddressInvalid } from './server-address.js';

describe('opening a log on EventStoreDB', () => {
  const open = logsForTests();
  let store: TestEventStore;

  beforeEach(async () => {
    store = new TestEventStore();
    await store.start();
  });
  afterEach(() => store.stop());

  it('waits for a server that starts', async () => {
    store.refusal = notReady();
    const opened = open({ url: urlOf(store.port), waits: { retry: 10 } });
    await store.until(() => store.calls.read > 2);
    store.refusal = undefined;
    expect(await (await opened).head()).toBeUndefined();
  });

  it('says where no server answers', async () => {
    store.stop();
    const opening = openEventStoreLog({ url: urlOf(store.port), waits: { opening: 100, retry: 10 } });
    await expect(opening).rejects.toThrow(LogUnavailable);
    await expect(opening).rejects.toThrow(`The event log at 127.0.0.1:${String(store.port)} cannot be used: `);
  });

  it('says at once that the name or the password is refused, and tells neither', async () => {
    store.refusal = unauthenticated();
    const url = `esdb://someone:s3cret@127.0.0.1:${String(store.port)}?tls=false`;
    const error = await openEventStoreLog({ url, waits: { opening: 1e9 } }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LogUnavailable);
    expect(error).toMatchObject({
      message: `The event log at 127.0.0.1:${String(store.port)} refused the name or the password.`,
    });
    expect(inspected(error)).not.toMatch(/s3cret|someone/);
  });

  it('makes one id for the log, whoever comes first, and nothing that readers see', async () => {
    const [one, other] = await Promise.all([
      open({ url: urlOf(store.port) }),
      open({ url: urlOf(store.port, 'localhost') }),
    ]);
    expect(await one.readAll({ count: 10 })).toEqual(await other.readAll({ count: 10 }));
    await one.append('note-1', 'none', [eventToAppend('Noted')]);
    const head = await one.head();
    expect(head !== undefined && other.compare(head, head)).toBe(0);
    const again = await open({ url: urlOf(store.port) });
    expect(await again.head()).toBe(head);
    expect((await again.readAll({ count: 10 })).events).toHaveLength(1);
  });

  it('does not begin another log where the id of this one is damaged', async () => {
    store.data.append('$$tidemark', 'none', [
      { id: '0', type: '$metadata', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.of() },
    ]);
    await expect(openEventStoreLog({ url: urlOf(store.port) })).rejects.toThrow(LogDamaged);
  });
});

describe('the url of a server', () => {
  it.each([
    ['esdb://host:2113?tls=false', 'esdb://host:2113?tls=false', 'host:2113'],
    ['esdb://me:a%3Ab@host?tls=true', 'esdb://me:a%3Ab@host?tls=true', 'host'],
    ['esdb+discover://me:secret@host:1', 'esdb+discover://me:secret@host:1', 'host:1'],
    ['kurrentdb://me:secret@a:1,b:2,c:3', 'esdb://me:secret@a:1,b:2,c:3', 'a:1,b:2,c:3'],
  ])('%s is one', (text, url, server) => {
    expect(serverAddress(text)).toMatchObject({ url, server });
  });

  it('names who asks', () => {
    expect(serverAddress('esdb://me:a%3Ab@host').credentials).toEqual({ username: 'me', password: 'a:b' });
  });

  it.each([
    ['http://me:s3cret@host', 'url is none. Write it like esdb://'],
    ['esdb://me:s3cret@', 'url is none'],
    ['esdb://host', 'names no user'],
    ['esdb://me:s3cret@host?tlsVerifyCert=false', 'the setting "tlsVerifyCert", which is none. Known are: tls, '],
    ['esdb://me:s3cret@host?throwOnAppendFailure=false', 'the setting "throwOnAppendFailure"'],
    ['esdb://me:s3cret@host?tls', 'no value for "tls"'],
    ['esdb://me:s3cret@host?nodePreference=follower', 'nodePreference is "follower", make it "leader"'],
    ['esdb://me:s3cret@host?tlsCAFile=/missing.pem', ''],
  ])('%s is refused without its password', async (url, message) => {
    const error = await openEventStoreLog({ url }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ServerAddressInvalid);
    expect(error).toMatchObject({ message: expect.stringContaining(message) as string });
    expect(inspected(error)).not.toContain('s3cret');
  });
});

/** All that a program could tell of it. */
const inspected = (error: unknown): string =>
  error instanceof Error ? [error.stack, JSON.stringify(error), inspected(error.cause)].join('\n') : '';
