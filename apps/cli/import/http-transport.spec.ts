import { httpTransport } from './http-transport.js';
import type { Incoming, Outgoing } from './node-exchange.js';

const request = {
  method: 'POST',
  path: '/v1/accounts',
  body: { name: 'Acme' },
  key: 'row:0',
  headers: { 'Import-Id': 'i' },
} as const;

/** Returns these answers in turn, the last one for ever; an Error is a connection that broke. */
function transportOver(...answers: readonly (Incoming | Error)[]) {
  const sent: Outgoing[] = [];
  const waits: number[] = [];
  const exchange = (outgoing: Outgoing): Promise<Incoming> => {
    sent.push(outgoing);
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? new Error('no answer');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const wait = (millis: number): Promise<void> => {
    waits.push(millis);
    return Promise.resolve();
  };
  const transport = httpTransport({
    url: 'http://crm:3000/',
    key: 'secret',
    exchange: { exchange, close: () => undefined },
    wait,
  });
  return { transport, sent, waits };
}
const lines = (...answers: readonly object[]): Incoming => ({
  status: 200,
  text: answers.map((answer, index) => `${JSON.stringify({ line: index + 1, ...answer })}\n`).join(''),
});
const settled = (value: boolean): Incoming => ({ status: 200, text: JSON.stringify({ settled: value }) });
const made = lines({ status: 201, body: { id: 'a' } });
const busy = (retryAfter?: string): Incoming => ({ status: 503, text: '{"code":"busy"}', retryAfter });

describe('the HTTP transport', () => {
  it('sends a command with its key, the caller and the import', async () => {
    const { transport, sent } = transportOver(made);
    expect(await transport.send(request)).toEqual({ status: 201, body: { id: 'a' } });
    const headers = { Authorization: 'Bearer secret', 'Content-Type': 'application/x-ndjson', 'Import-Id': 'i' };
    const text = '{"method":"POST","path":"/v1/accounts","key":"row:0","body":{"name":"Acme"}}';
    expect(sent).toEqual([{ url: 'http://crm:3000/v1/batch', method: 'POST', headers, text }]);
  });

  it('sends together what is sent at once, and gives each its own answer', async () => {
    const { transport, sent } = transportOver(lines({ status: 201, body: { id: 'a' } }, { status: 422, body: {} }));
    const answers = await Promise.all([transport.send(request), transport.send({ ...request, key: 'row:1' })]);
    expect(answers.map(({ status }) => status)).toEqual([201, 422]);
    expect(sent).toHaveLength(1);
  });

  it('gives refusals to the caller', async () => {
    const { transport, sent } = transportOver(lines({ status: 422, body: { code: 'name-required' } }));
    expect(await transport.send(request)).toEqual({ status: 422, body: { code: 'name-required' } });
    expect(sent).toHaveLength(1);
  });

  it('sends a line again that came while the API was busy', async () => {
    const { transport, sent } = transportOver(lines({ status: 503, body: { code: 'log-unavailable' } }), made);
    expect((await transport.send(request)).status).toBe(201);
    expect(sent).toHaveLength(2);
  });

  it('sends the same again after a broken connection', async () => {
    const { transport, sent, waits } = transportOver(new Error('reset'), new Error('reset'), made);
    expect((await transport.send(request)).status).toBe(201);
    expect(new Set(sent.map((outgoing) => JSON.stringify(outgoing))).size).toBe(1);
    expect(waits).toEqual([100, 200]);
  });

  it('waits as long as a busy API asks', async () => {
    const { transport, waits } = transportOver(busy('2'), busy(), made);
    expect((await transport.send(request)).status).toBe(201);
    expect(waits).toEqual([2000, 200]);
  });

  it('stops after eight tries and says what was wrong', async () => {
    const { transport, sent } = transportOver(new Error('connect ECONNREFUSED'));
    await expect(transport.send(request)).rejects.toThrow(
      'http://crm:3000 did not answer, tried 8 times: connect ECONNREFUSED. Is it running?',
    );
    expect(sent).toHaveLength(8);
  });

  it('stops at once when the key is not known', async () => {
    const { transport, sent } = transportOver({ status: 401, text: '{"code":"unauthorised","detail":"Unknown key."}' });
    await expect(transport.send(request)).rejects.toThrow(
      'http://crm:3000 does not know this key: Unknown key. (unauthorised)',
    );
    expect(sent).toHaveLength(1);
  });

  it('stops when something else than the API answers', async () => {
    const { transport } = transportOver({ status: 404, text: '<html>' }, { status: 200, text: '<html>' });
    await expect(transport.send(request)).rejects.toThrow(
      "http://crm:3000 answered 404 without JSON. Is this Tidemark's address?",
    );
    await expect(transport.send(request)).rejects.toThrow(
      "http://crm:3000 answered something else than a batch. Is this Tidemark's address?",
    );
  });
});

describe('the end of an import over HTTP', () => {
  it('waits until the API says that everything can be read', async () => {
    const { transport, sent, waits } = transportOver(settled(false), new Error('reset'), busy(), settled(true));
    await transport.settled();
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array(4).fill('GET http://crm:3000/v1/admin/settled'),
    );
    expect(waits).toEqual([100, 200]);
  });

  it.each([
    ['never says so', settled(false)],
    ['does not answer', new Error('reset')],
  ])('says that reports may be short where the API %s', async (_what, answer) => {
    const { transport } = transportOver(answer);
    await expect(transport.settled()).rejects.toThrow('lists and reports are short until /v1/admin/settled says so');
  });

  it('tells rows that changed something from those that did not', async () => {
    const { transport } = transportOver(lines({ status: 200, changed: false, body: { id: 'a' } }));
    expect(await transport.send(request)).toEqual({ status: 200, changed: false, body: { id: 'a' } });
  });
});
