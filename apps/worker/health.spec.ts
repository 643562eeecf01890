import type { ApiKey } from '../../libs/organisation/api-key/api-key.js';
import type { Runtime } from '../../libs/application/runtime/runtime.js';
import { tellHealth, type Health } from './health.js';

const reading = { scopes: ['read'] } as unknown as ApiKey;
const delivering = { scopes: ['feed:read'] } as unknown as ApiKey;
const keys: Readonly<Record<string, ApiKey>> = { 'a-key': reading, 'delivery-key': delivering };

describe("a worker's own address", () => {
  const notices: string[] = [];
  let health: Health;
  let ready = true;
  beforeAll(async () => {
    const runtime = {
      readiness: () => Promise.resolve({ ready, caughtUp: true, projections: { position: undefined }, processes: [] }),
      figures: () => Promise.resolve({}),
      keys: { find: (key: string) => Promise.resolve(keys[key] ?? 'unknown') },
    } as unknown as Runtime;
    const metrics = { text: () => Promise.resolve('tidemark_ready 1\n') };
    const onNotice = (line: string) => notices.push(line);
    health = await tellHealth(runtime, metrics, { host: '127.0.0.1', port: 0, onNotice });
  });
  afterAll(() => health.close());

  const send = async (path: string, key?: string, method = 'GET') => {
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const answer = await fetch(`${health.url}${path}`, { method, headers });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  it('tells without a key whether it lives and is ready', async () => {
    expect(await send('/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
    expect((await send('/health/ready', undefined, 'HEAD')).status).toBe(200);
    ready = false;
    expect(await send('/health/ready')).toMatchObject({ status: 503 });
  });

  it('gives its figures to keys that may read, of any length that the api takes', async () => {
    expect(await send('/metrics', 'a-key')).toMatchObject({ status: 200, text: 'tidemark_ready 1\n' });
    const refused = await send('/metrics', 'delivery-key');
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([403, { code: 'scope-missing' }]);
  });

  it('refuses what is no reading, and what it does not have', async () => {
    const refused = await send('/metrics', 'a-key', 'POST');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await send('/v1/accounts', 'a-key')).status).toBe(404);
  });

  it('slows whoever guesses, without keeping out who has been let in from there', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1)
      statuses.push((await send('/metrics', `guess-${String(guess)}`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect(notices).toHaveLength(10);
    expect(notices.join()).not.toContain('guess-');
    expect((await send('/metrics', 'a-key')).status).toBe(200);
    expect((await send('/metrics')).headers.get('www-authenticate')).toBe('Bearer');
  });
});
