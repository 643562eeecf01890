import { openShop, opportunityOf, type Shop } from '../../libs/testing/api/shop.js';
import { putBodies } from '../../libs/testing/api/by-reference-examples.js';
import { PutAccount } from '../../libs/application/accounts/accounts.js';
import { PutActivity } from '../../libs/application/activities/activities.js';
import { PutOpportunity } from '../../libs/application/sales/opportunities.js';
import { PutPriceBook } from '../../libs/application/catalogue/price-books.js';
import { PutProduct } from '../../libs/application/catalogue/products.js';
import { PutProject } from '../../libs/application/organisation/projects.js';
import { PutUser } from '../../libs/application/organisation/users.js';
import { PutLead } from '../../libs/application/leads/leads.js';
import { newId } from '../../libs/kernel/ids.js';
import type { OpenApi } from '../../libs/testing/api/routes.js';
import { problemIn, TestApi, type Done, type Headers } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

let count = 0;
/** A reference that nothing has yet. */
const fresh = (): { readonly system: string; readonly type: string; readonly id: string } => {
  count += 1;
  return { system: 'erp', type: 'item', id: `N/${String(count)}` };
};
const under = (path: string, { system, type, id }: ReturnType<typeof fresh>): string =>
  `/v1/${path}/by-reference/${system}/${type}/${encodeURIComponent(id)}`;

interface Put extends Done {
  readonly created: boolean;
}
async function put(url: string, body: object, headers: Headers = {}): Promise<readonly [number, Put]> {
  const { status, text } = await api.send('PUT', url, body, headers);
  return [status, JSON.parse(text) as Put];
}
const commands = {
  projects: PutProject,
  users: PutUser,
  accounts: PutAccount,
  products: PutProduct,
  'price-books': PutPriceBook,
  opportunities: PutOpportunity,
  activities: PutActivity,
  leads: PutLead,
};
const eventsOf = (stream: string) => api.log.read(stream);

describe('a record by its name in another system', () => {
  const kinds = [
    ['project', 'projects', { name: 'Other' }],
    ['user', 'users', { name: 'Other' }],
    ['account', 'accounts', { name: 'Other' }],
    ['product', 'products', { name: 'Other' }],
    ['priceBook', 'price-books', { name: 'Other' }],
    ['opportunity', 'opportunities', { name: 'Other' }],
    ['activity', 'activities', { title: 'Other' }],
    ['lead', 'leads', { lastName: 'Other' }],
    ['campaign', 'campaigns', { name: 'Other' }],
    ['partner', 'partners', { name: 'Other' }],
  ] as const;

  it.each(kinds)('%s: is created, found, edited, and left as it is', async (category, path, edit) => {
    const reference = fresh();
    const url = under(path, reference);
    const body = putBodies(shop)[path]?.(count) ?? {};
    expect((await api.refuses('GET', url)).code).toBe('record-not-found');

    const [status, first] = await put(url, body);
    expect([status, first.created, first.revision]).toEqual([201, true, 0]);
    expect(first.record['references']).toEqual([reference]);
    expect(await api.get(url)).toEqual(await api.get(`/v1/${path}/${first.id}`));

    const [again, second] = await put(url, { ...body, ...edit });
    expect([again, second.created, second.id, second.revision]).toEqual([200, false, first.id, 1]);
    expect(second.record).toMatchObject({ ...edit, references: [reference] });
    const answer = await api.send('GET', url);
    expect([answer.headers['etag'], JSON.parse(answer.text)]).toEqual(['"1"', second.record]);

    expect(await put(url, { ...body, ...edit })).toMatchObject([200, { id: first.id, revision: 1, created: false }]);
    expect(await eventsOf(`${category}-${first.id}`)).toHaveLength(2);
  });

  it('may be a person, who stays the same one', async () => {
    const url = under('accounts', fresh());
    const body = { accountType: 'personal', lastName: 'Novák' };
    const [, { id, record }] = await put(url, body);
    const [status, edited] = await put(url, { ...body, firstName: 'Jan' });
    expect([status, edited.record]).toEqual([200, { ...record, firstName: 'Jan' }]);
    expect((await api.refuses('PUT', url, { accountType: 'company', name: 'N' })).code).toBe('account-type-fixed');
    expect(await api.get(url)).toMatchObject({ id, lastName: 'Novák', firstName: 'Jan' });
  });

  it('has the kind itself as its type where the path names none', async () => {
    const [, { id, record }] = await put('/v1/price-books/by-reference/shop/7', { name: 'Seven' });
    expect(record['references']).toEqual([{ system: 'shop', type: 'priceBook', id: '7' }]);
    expect(await api.get('/v1/price-books/by-reference/shop/priceBook/7')).toMatchObject({ id });
    expect(await api.get('/v1/price-books/by-reference/shop/7')).toMatchObject({ id });
  });

  it('is found as of then where its model keeps history', async () => {
    const reference = fresh();
    const url = under('projects', reference);
    const { position } = await api.put(url, { name: 'Then', occurredAt: '2016-05-01' });
    await api.put(url, { name: 'Later', occurredAt: '2016-06-01' });
    await api.settled();
    expect(await api.get(`${url}?asOf=2016-05-15&notBefore=${position}`)).toMatchObject({ name: 'Then' });
    // A setting holds from the beginning (ADR 36); nothing else was there before it was.
    expect(await api.get(`${url}?asOf=2016-04-01`)).toMatchObject({ name: 'Then' });
    const firm = under('accounts', fresh());
    await api.put(firm, { accountType: 'company', name: 'Firm', occurredAt: '2016-05-01' });
    await api.settled();
    expect((await api.refuses('GET', `${firm}?asOf=2016-04-01`)).code).toBe('record-not-found');
  });

  it('is the one that was created otherwise, or got its name later, also right after', async () => {
    const [atOnce, later] = [fresh(), fresh()];
    const { id } = await api.post('/v1/accounts', { accountType: 'company', name: 'Here', references: [atOnce] });
    expect(await put(under('accounts', atOnce), { accountType: 'company', name: 'There' })).toMatchObject([
      200,
      { id, record: { name: 'There' } },
    ]);
    await api.post(`/v1/accounts/${id}/references`, later);
    expect(await put(under('accounts', later), { accountType: 'company', city: 'Brno' })).toMatchObject([
      200,
      { id, record: { name: 'There', city: 'Brno' } },
    ]);
  });

  it('is another one when the first was deleted or is not called so any more', async () => {
    const reference = fresh();
    const url = under('opportunities', reference);
    const body = putBodies(shop)['opportunities']?.(0) ?? {};
    const [, first] = await put(url, body);
    await api.delete(`/v1/opportunities/${first.id}`);
    const [status, second] = await put(url, body);
    expect([status, second.id === first.id]).toEqual([201, false]);
    await api.post(`/v1/opportunities/${second.id}/references/remove`, reference);
    expect((await api.refuses('GET', url)).code).toBe('record-not-found');
    const [, third] = await put(url, body);
    expect(new Set([first.id, second.id, third.id]).size).toBe(3);
    expect(await put(url, body)).toMatchObject([200, { id: third.id }]);
  });

  it('is one, however many put it at once', async () => {
    for (const path of ['accounts', 'products']) {
      const url = under(path, fresh());
      const body = putBodies(shop)[path]?.(count) ?? {};
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, nth) => put(url, { ...body, name: `N${String(nth % 7)}` })),
      );
      expect(answers.map(([status]) => status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
      expect(new Set(answers.map(([, { id }]) => id)).size).toBe(1);
    }
  });

  it('answers a repeat under its Idempotency-Key as the first time, whatever came between', async () => {
    const url = under('opportunities', fresh());
    const body = putBodies(shop)['opportunities']?.(0) ?? {};
    const key = { 'idempotency-key': newId() };
    const first = await put(url, body, key);
    await api.put(url, { ...body, name: 'Changed' });
    expect(await put(url, body, key)).toEqual(first);
    await api.delete(`/v1/opportunities/${first[1].id}`);
    expect(await put(url, body, key)).toEqual(first);
    const other = await api.refuses('PUT', url, { ...body, name: 'Else' }, key);
    expect(other.code).toBe('idempotency-key-reused');
  });

  it('keeps to If-Match: of the record that is there, and of none', async () => {
    const url = under('price-books', fresh());
    expect((await api.refuses('PUT', url, { name: 'A' }, { 'if-match': '"0"' })).code).toBe('revision-stale');
    await api.put(url, { name: 'A' });
    expect((await api.refuses('PUT', url, { name: 'B' }, { 'if-match': '"1"' })).code).toBe('revision-stale');
    expect(await put(url, { name: 'B' }, { 'if-match': '"0"' })).toMatchObject([200, { revision: 1 }]);
  });
});

describe('a field that an edit does not take', () => {
  const refusedFor = async (path: string, change: object, references: object = {}) => {
    const url = under(path, fresh());
    const body = putBodies(shop)[path]?.(count) ?? {};
    await api.put(url, body);
    expect(await put(url, body)).toMatchObject([200, { revision: 0 }]);
    const { code, detail } = await api.refuses('PUT', url, { ...body, ...change, ...references });
    return [code, /with another "(\w+)"/.exec(detail)?.[1]];
  };

  it.each([
    ['accounts', 'ownerId', () => shop.sellerId],
    ['accounts', 'parentId', async () => (await api.post('/v1/accounts', { accountType: 'company', name: 'P' })).id],
    ['users', 'managerId', async () => (await api.post('/v1/users', { name: 'M' })).id],
    ['users', 'office', () => 'West'],
    ['users', 'active', () => false],
    ['users', 'validFrom', () => '2016-01-01'],
    ['opportunities', 'stageId', () => shop.stages.engaging],
    ['opportunities', 'ownerId', async () => (await api.post('/v1/users', { name: 'O' })).id],
    ['opportunities', 'pipelineId', () => newId<never>()],
    ['activities', 'subject', async () => ({ kind: 'opportunity', id: (await opportunityOf(api, shop)).id })],
    ['projects', 'references', () => [fresh()]],
  ])('%s: %s is refused by its name where it differs', async (path, field, other) => {
    expect(await refusedFor(path, { [field]: await other() })).toEqual(['only-at-creation', field]);
  });

  it('is fine where it is what the record has now, after it was changed', async () => {
    const url = under('accounts', fresh());
    const [, { id }] = await put(url, { accountType: 'company', name: 'Moved' });
    await api.post(`/v1/accounts/${id}/move`, { parentId: shop.accountId });
    await api.post(`/v1/accounts/${id}/change-owner`, { ownerId: shop.sellerId });
    const body = { accountType: 'company', parentId: shop.accountId, ownerId: shop.sellerId };
    expect(await put(url, body)).toMatchObject([200, { id }]);
  });

  it('there is none but those: each field of a creation is edited, or refused', async () => {
    const document = await api.get<OpenApi>('/openapi.json');
    const fieldsOf = (method: string, path: string) => {
      const { $ref } = document.paths[path]?.[method]?.requestBody?.content['application/json']?.schema ?? {};
      return Object.keys(document.components.schemas[$ref?.split('/').at(-1) ?? '']?.properties ?? {});
    };
    for (const [path, { kind }] of Object.entries(commands)) {
      const edited = new Set([...fieldsOf('patch', `/v1/${path}/{id}`), ...Object.keys(kind.fixed), 'references']);
      const put = fieldsOf('put', `/v1/${path}/by-reference/{system}/{type}/{id}`);
      expect([path, put.length > 1, put.filter((field) => !edited.has(field))]).toEqual([path, true, []]);
    }
  });
});

describe('a reference in a path', () => {
  it.each([
    ['%20', 'item', '1', 'system'],
    ['s'.repeat(101), 'item', '1', 'system'],
    ['erp', 't'.repeat(101), '1', 'type'],
    ['erp', 'item', 'i'.repeat(201), 'id'],
  ])('is refused with its part: /%s/%s/%s', async (system, type, id, field) => {
    const url = `/v1/accounts/by-reference/${system}/${type}/${id}`;
    for (const method of ['GET', 'PUT'] as const) {
      const body = method === 'PUT' ? { accountType: 'company', name: 'A' } : undefined;
      const { code, errors } = problemIn(await api.send(method, url, body));
      expect([code, errors?.map((error) => error.field)]).toEqual(['invalid-request', [field]]);
    }
  });
});

describe('lines of a batch that put', () => {
  const lines = async (...all: readonly object[]) => {
    const text = all.map((line) => JSON.stringify(line)).join('\n');
    const answer = await api.send('POST', '/v1/batch', text, { 'content-type': 'application/x-ndjson' });
    return answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly status: number; readonly body: Put });
  };

  it('the same record are decided in turn', async () => {
    const path = under('price-books', fresh());
    const answers = await lines(
      { method: 'PUT', path, body: { name: 'One' } },
      { method: 'PUT', path, body: { name: 'Two' } },
      { method: 'PUT', path, body: { name: 'Two' } },
      { method: 'PUT', path: under('price-books', fresh()), body: { name: 'Other' } },
    );
    expect(answers.map(({ status, body }) => [status, body.created, body.revision])).toEqual([
      [201, true, 0],
      [200, false, 1],
      [200, false, 1],
      [201, true, 0],
    ]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(2);
    expect(await api.get(path)).toMatchObject({ name: 'Two' });
  });

  it('several records go side by side, what is about one of them at once', async () => {
    const [one, other] = [under('projects', fresh()), under('projects', fresh())];
    const after = await api.log.head();
    const answers = await lines(
      { method: 'PUT', path: one, body: { name: 'One' } },
      { method: 'PUT', path: other, body: { name: 'Other' } },
      { method: 'PUT', path: one, body: { name: 'One more' } },
    );
    const { events } = await api.log.readAll({ ...(after && { after }), count: 10 });
    const places = events.flatMap(({ stream }, at) => (stream === `project-${answers[0]?.body.id ?? ''}` ? [at] : []));
    expect(places).toEqual([places[0], (places[0] ?? 0) + 1]);
    expect(events).toHaveLength(3);
  });

  it('a product, whose code is claimed first, are carried out in turn too', async () => {
    const path = under('products', fresh());
    const body = putBodies(shop)['products']?.(count) ?? {};
    const answers = await lines({ method: 'PUT', path, body }, { method: 'PUT', path, body: { ...body, name: 'Two' } });
    expect(answers.map(({ status, body: { revision } }) => [status, revision])).toEqual([
      [201, 0],
      [200, 1],
    ]);
  });

  it('under a path that is not encoded as paths are, are none', async () => {
    const answers = await lines({ method: 'PUT', path: '/v1/price-books/by-reference/erp/%/1', body: { name: 'A' } });
    expect(answers.map(({ status }) => status)).toEqual([404]);
  });
});
