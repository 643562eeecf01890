import { newId } from '../../kernel/ids.js';
import { eventToAppend } from '../../testing/log/builders.js';
import { serverForTests } from '../../testing/log/eventstoredb/server-for-tests.js';
import type { TcpProxy } from '../../testing/log/eventstoredb/tcp-proxy.js';
import { following, logsForTests, proxied, shortWaits } from '../../testing/log/eventstoredb/test-event-log.js';
import { LogUnavailable, type CopyTarget } from '../event-log.js';

const noted = (text = '') => eventToAppend('Noted', { text });

/** Also on the server of EVENTSTORE_URL: `direct` is what goes past the connection that fails. */
describe('a connection to EventStoreDB', () => {
  const open = logsForTests();
  const server = serverForTests();
  let [stream, other] = ['', ''];
  let through: { readonly url: string; readonly proxy: TcpProxy };
  let proxy: TcpProxy;
  let log: CopyTarget;
  let direct: CopyTarget;

  beforeEach(async () => {
    [stream, other] = [`probe-${newId()}`, `probe-${newId()}`];
    through = await proxied(await server());
    ({ proxy } = through);
    [log, direct] = [await open({ url: through.url }), await open({ url: await server() })];
  });
  afterEach(async () => {
    await log.close();
    await proxy.close();
  });

  /** What is followed from now on, of these streams. */
  const follow = async (which: CopyTarget) => {
    const after = await direct.head();
    const seen = following(which, { after });
    await seen.until(({ pages }) => pages.length > 0);
    const own = () => seen.events.filter((event) => event.stream === stream).map(({ revision }) => revision);
    return { ...seen, own };
  };

  it('that is cut before an answer comes costs no append and makes none twice', async () => {
    const seen = await follow(direct);
    proxy.muteAnswers();
    const appended = log.append(stream, 'none', [noted()]);
    await seen.until(() => seen.own().length === 1);
    proxy.cut();
    proxy.thaw();
    expect(await appended).toMatchObject({ revision: 0, repeated: false });
    expect(await direct.read(stream)).toHaveLength(1);
    await seen.stop();
  });

  it('that is cut loses a subscription nothing', async () => {
    // So that it is not found only because nothing is heard.
    const patient = await open({ url: through.url, waits: { ...shortWaits, idle: 600_000 } });
    const seen = await follow(patient);
    for (let revision = 0; revision < 6; revision += 1) {
      proxy.cut();
      await direct.append(stream, revision === 0 ? 'none' : revision - 1, [noted()]);
      await seen.until(() => seen.own().length === revision + 1);
    }
    expect(seen.own()).toEqual([0, 1, 2, 3, 4, 5]);
    await seen.stop();
  });

  it('that is gone makes appends and reads LogUnavailable, and is used when it is there again', async () => {
    const seen = await follow(log);
    proxy.down();
    await expect(log.append(other, 'none', [noted()])).rejects.toThrow(LogUnavailable);
    await expect(log.append(other, 'none', [noted()])).rejects.toThrow(LogUnavailable);
    await expect(log.read(other)).rejects.toThrow(LogUnavailable);
    await expect(log.readAll({ count: 1 })).rejects.toThrow(LogUnavailable);
    await direct.append(stream, 'none', [noted()]);
    proxy.up();
    await seen.until(() => seen.own().length === 1);
    expect(await log.append(stream, 0, [noted()])).toMatchObject({ revision: 1 });
    await seen.until(() => seen.own().length === 2);
    await seen.stop();
  });

  it('that is frozen makes appends and reads LogUnavailable, long before the client notices', async () => {
    const seen = await follow(log);
    proxy.freeze();
    await Promise.all([
      expect(log.append(other, 'none', [noted()])).rejects.toThrow(/^No answer in \d+ ms to an append/),
      expect(log.read(other)).rejects.toThrow(/^No answer in \d+ ms to a read/),
      expect(log.head()).rejects.toThrow(LogUnavailable),
    ]);
    await direct.append(stream, 'none', [noted()]);
    proxy.thaw();
    await seen.until(() => seen.own().length === 1);
    expect(await log.append(stream, 0, [noted()])).toMatchObject({ revision: 1 });
    await seen.stop();
  });

  it('that is frozen holds up neither the end of a subscription nor the closing of its log', async () => {
    const seen = await follow(log);
    proxy.freeze();
    const another = following(log);
    await seen.stop();
    await log.close();
    await another.ended;
    expect(another.pages).toEqual([]);
  });
});
