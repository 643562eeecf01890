import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import { openShop, soldOpportunity } from '../../libs/testing/api/shop.js';
import { problemIn, TestApi } from '../../libs/testing/api/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open({ env: { COMMIT: '0123abc' } });
});
afterAll(() => api.close());

/** What a scrape tells, by name and labels. */
async function scraped(): Promise<ReadonlyMap<string, number>> {
  const { status, headers, text } = await api.send('GET', '/metrics');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('GET /metrics', () => {
  it('counts commands, refusals, appends and answers by names out of the code', async () => {
    const before = await scraped();
    const { id } = await api.post('/v1/accounts', { accountType: 'company', name: 'Secret & Sons' });
    await api.patch(`/v1/accounts/${id}`, { name: 'Secret & Daughters' });
    await api.refuses('PATCH', `/v1/accounts/${id}`, { name: 'Secret' }, { 'if-match': '"7"' });
    await api.refuses('GET', '/v1/accounts/secret');
    await api.refuses('POST', '/v1/nothing-here', {});
    await api.settled();
    const after = await scraped();
    const more = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    const told = {
      created: more('tidemark_commands_total{command="CreateAccount",outcome="done"}'),
      refused: more('tidemark_commands_total{command="EditAccount",outcome="refused"}'),
      timed: more('tidemark_command_seconds_count{command="EditAccount"}'),
      stale: more('tidemark_refusals_total{code="revision-stale"}'),
      appends: more('tidemark_appends_total'),
      events: more('tidemark_appended_events_total'),
      projected: more('tidemark_projected_events_total'),
      answered: more('tidemark_http_request_seconds_count{method="PATCH",route="/v1/accounts/:id",status="200"}'),
      problems: more('tidemark_http_problems_total{status="400",code="invalid-id"}'),
      nowhere: more('tidemark_http_request_seconds_count{method="POST",route="(none)",status="404"}'),
    };
    const appended = more('tidemark_appends_total');
    expect(told).toEqual({
      ...{ created: 1, refused: 1, timed: 2, stale: 1, answered: 1, problems: 1, nowhere: 1 },
      ...{ appends: appended, events: appended, projected: appended },
    });
    expect(appended).toBeGreaterThanOrEqual(2);
    const text = [...after.keys()].join('\n');
    expect(text).not.toMatch(/secret/i);
    expect(text).not.toContain(id);
  });

  it('tells how far each reader is, who reads the feed, and how the process fares', async () => {
    await soldOpportunity(api, await openShop(api));
    await api.settled();
    const feed = await LiveFeed.open(api.origin);
    await feed.untilCaughtUp();
    const now = await scraped();
    expect(now.get('tidemark_ready')).toBe(1);
    expect(now.get('tidemark_build_info{version="0.1.0",commit="0123abc",log_format="sqlite-1"}')).toBe(1);
    for (const reader of ['projections', 'sale-makes-contracts'])
      for (const name of ['lag_seconds', 'lag_events', 'parked_events'])
        expect(now.get(`tidemark_${name}{reader="${reader}"}`)).toBe(0);
    expect(now.get('tidemark_reactions_total{process="sale-makes-contracts",outcome="done"}')).toBeGreaterThan(0);
    expect([now.get('tidemark_feed_subscribers'), now.get('tidemark_feed_lag_events')]).toEqual([1, 0]);
    expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    feed.leave();
  });

  it('needs a key with the scope "read", and is text', async () => {
    expect((await api.send('GET', '/metrics', undefined, { authorization: '' })).status).toBe(401);
    const key = await api.post('/v1/api-keys', { label: 'Prometheus', scopes: ['read'] });
    const other = await api.post('/v1/api-keys', { label: 'Shop', scopes: ['write'] });
    const bearer = (of: object) => ({ authorization: `Bearer ${'key' in of ? String(of.key) : ''}` });
    const accept = 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1';
    expect((await api.send('GET', '/metrics', undefined, { ...bearer(key), accept })).status).toBe(200);
    const refused = problemIn(await api.send('GET', '/metrics', undefined, bearer(other)));
    expect([refused.status, refused.code]).toEqual([403, 'scope-missing']);
    expect((await api.send('GET', '/metrics', undefined, { accept: 'application/json' })).status).toBe(406);
  });
});
