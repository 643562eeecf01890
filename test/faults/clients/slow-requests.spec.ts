import { setInterval } from 'node:timers/promises';
import { problemIn, type Problem } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { BoundedApi } from './bounded-api.js';
import { RawClient } from './raw-client.js';

let api: BoundedApi;
beforeAll(async () => {
  api = await BoundedApi.open(tempFolder(), { arrival: 600, silence: 60_000 });
});
afterAll(() => api.close());

/** Byte by byte, until the server has had enough. */
async function drip(client: RawClient): Promise<void> {
  for await (const _tick of setInterval(20)) {
    if (!client.socket.writable) return;
    client.send('x');
  }
}

const problemOf = ({ answer: { status, headers, body } }: RawClient): Problem =>
  problemIn({ status, headers, text: body });

describe('a request that comes slowly', () => {
  it('is answered 408 and cut off, whether its headers or its body do not end; others are served meanwhile', async () => {
    const [inBody, inHead, other] = [
      await RawClient.to(api.port),
      await RawClient.to(api.port),
      await RawClient.to(api.port),
    ];
    inBody.request('POST', '/v1/accounts', { body: '{"accountType": ', length: 200 });
    inHead.send('GET /v1/accounts HTTP/1.1\r\nHost: tide');
    const dripping = Promise.all([drip(inBody), drip(inHead)]);
    other.request('GET', '/v1/accounts');
    await other.until(/"items":\[/);
    await Promise.all([inBody.ended, inHead.ended]);
    await dripping;
    for (const slow of [inBody, inHead]) expect(problemOf(slow)).toMatchObject({ code: 'request-timeout' });
    other.leave();
  });

  it('leaves answers that take their time alone', async () => {
    const live = await RawClient.to(api.port);
    live.request('GET', '/v1/contract-events', { accept: 'text/event-stream' });
    await live.until(/: connected/);
    // Longer than any request may take to arrive, twice.
    for (let count = 0; count < 2; count += 1) {
      const slow = await RawClient.to(api.port);
      slow.request('POST', '/v1/accounts', { length: 10 });
      await slow.ended;
    }
    expect(live.socket.closed).toBe(false);
    live.leave();
  });
});

describe('bytes that are no request', () => {
  it('are answered with a problem document', async () => {
    const [garbage, long] = [await RawClient.to(api.port), await RawClient.to(api.port)];
    garbage.send('Hello?\r\n\r\n');
    long.send(`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`);
    await Promise.all([garbage.ended, long.ended]);
    expect(problemOf(garbage)).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problemOf(long)).toMatchObject({ status: 431, code: 'headers-too-large' });
  });

  it('never get an answer into the middle of another one', async () => {
    const live = await RawClient.to(api.port);
    live.request('GET', '/v1/contract-events', { accept: 'text/event-stream' });
    await live.until(/: connected/);
    live.send('Hello?\r\n\r\n');
    await live.ended;
    expect(live.text).not.toContain('HTTP/1.1 400');
  });
});
