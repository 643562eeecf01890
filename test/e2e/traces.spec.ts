import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { startTracing } from '../../libs/application/tracing/start-tracing.js';
import { openShop, soldOpportunity } from '../../libs/testing/api/shop.js';
import { SpanCollector, type CollectedSpan } from '../../libs/testing/api/span-collector.js';
import { testKey, TestApi } from '../../libs/testing/api/test-api.js';

const version = '0.1.0';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
const faults = { error: (message: string) => expect(message).toBe('not told') };

/** What the collector has of these requests when all is closed. */
async function traced(requests: (api: TestApi) => Promise<void>): Promise<readonly CollectedSpan[]> {
  const collector = await SpanCollector.start();
  const traces = await startTracing({ endpoint: `${collector.endpoint}/`, version, faults });
  const api = await TestApi.open({ traces });
  try {
    await requests(api);
  } finally {
    await api.close();
    await traces?.end();
    await collector.close();
  }
  return collector.spans;
}

/** Makes an account for each trace, all of them in one packet: what comes at once waits for its turn to begin. */
async function postAtOnce(origin: string, traceIds: readonly string[]): Promise<void> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const requests = traceIds.map((id) => {
    const body = '{"accountType":"company","name":"Initech"}';
    const head = ['POST /v1/accounts HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${testKey}`];
    const trace = [`traceparent: 00-${id}-00f067aa0ba902b7-01`, `X-Request-Id: ${id}`];
    const content = ['Content-Type: application/json', `Content-Length: ${String(body.length)}`];
    return [...head, ...trace, ...content, '', body].join('\r\n');
  });
  socket.write(requests.join(''));
  let answered = '';
  for await (const part of socket.setEncoding('utf8')) {
    answered += String(part);
    if (answered.split('HTTP/1.1 201').length > traceIds.length) break;
  }
}

/** The names from the span up to the root of what was collected. */
function pathOf(span: CollectedSpan, spans: readonly CollectedSpan[]): readonly string[] {
  const above = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return above === undefined ? [span.name] : [...pathOf(above, spans), span.name];
}

describe('a trace', () => {
  it("goes on from its sender's, through command and append, to the projection and what processes make of it", async () => {
    const spans = await traced(async (api) => {
      const shop = await openShop(api);
      await api.settled();
      const { opportunityId } = await soldOpportunity(api, shop);
      await api.settled();
      await api.post(`/v1/opportunities/${opportunityId}/unlock`, { reason: 'again' }, { traceparent });
      await api.settled();
    });
    const own = spans.filter((span) => span.traceId === traceId);
    const paths = own.map((span) => pathOf(span, spans).join(' > '));
    const request = 'POST /v1/opportunities/:id/unlock';
    expect(paths).toContain(request);
    expect(paths).toContain(`${request} > command UnlockOpportunity > append`);
    expect(paths).toContain(`${request} > projection`);
    const sold = spans.find(({ name }) => name === 'reaction sale-makes-contracts');
    expect(sold && pathOf(sold, spans)).toEqual([
      expect.stringMatching(/^POST .*\/sell$/),
      'reaction sale-makes-contracts',
    ]);
    const made = spans.filter((span) => pathOf(span, spans).join().includes('reaction sale-makes-contracts,command'));
    expect(made.map(({ name }) => name)).toContain('append');
  });

  it('has what its own request does, also where many wait for their turn to begin', async () => {
    const ids = Array.from({ length: 150 }, (_, at) => at.toString(16).padStart(32, 'f'));
    const spans = await traced((api) => postAtOnce(api.origin, ids));
    const commands = spans.filter(({ name }) => name === 'command CreateAccount');
    expect(commands.map((span) => span.traceId).sort()).toEqual([...ids].sort());
    for (const { traceId: own, attributes } of commands)
      expect(attributes).toContainEqual({ key: 'tidemark.correlation_id', value: { stringValue: own } });
  });

  it('has refusals by their codes, and nothing that was sent', async () => {
    const spans = await traced(async (api) => {
      const { id } = await api.post('/v1/accounts', { accountType: 'personal', lastName: 'Secret' });
      await api.refuses('PATCH', `/v1/accounts/${id}`, { lastName: 'Secrets' }, { 'if-match': '"7"' });
      await api.refuses('POST', '/v1/accounts?secret=1', { secret: 1 });
      await api.send('GET', '/health/live');
    });
    const refused = spans.find(({ name }) => name === 'command EditAccount');
    expect(refused?.attributes).toContainEqual({ key: 'tidemark.refusal', value: { stringValue: 'revision-stale' } });
    expect(JSON.stringify(spans)).not.toMatch(/secret/i);
    expect(spans.map(({ name }) => name).join()).not.toContain('health');
  });

  it('is found by the id of a request that came without one, in any process', async () => {
    let requestId = '';
    const spans = await traced(async (api) => {
      const { headers } = await api.send('POST', '/v1/accounts', { accountType: 'company', name: 'Initech' });
      requestId = String(headers['x-request-id']);
    });
    const [request] = spans.filter(({ name }) => name === 'POST /v1/accounts');
    expect(requestId).toBe(`00-${String(request?.traceId)}-${String(request?.spanId)}-01`);
    const other = await startTracing({ endpoint: 'http://127.0.0.1:9', version, faults });
    expect(other?.requestOf(requestId)).toMatchObject({ traceId: request?.traceId, spanId: request?.spanId });
    expect(other?.requestOf('an-id-of-its-sender')).toBeUndefined();
    await other?.end();
  });

  it('keeps no end waiting for who takes spans and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${String(port)}`;
    const traces = await startTracing({ endpoint, version, faults, patience: 1 });
    traces?.begin({}).end();
    await traces?.end();
    expect(silent.close().listening).toBe(false);
  });

  it('is not there, and what makes it is not loaded, where no endpoint is set', async () => {
    const load = () => Promise.reject(new Error('loaded'));
    expect(await startTracing({ endpoint: undefined, version, faults }, load)).toBeUndefined();
    await expect(startTracing({ endpoint: 'http://127.0.0.1:9', version, faults }, load)).rejects.toThrow('loaded');
    const api = await TestApi.open();
    const { headers } = await api.send('GET', '/v1/accounts', undefined, { traceparent });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    await api.close();
  });
});
