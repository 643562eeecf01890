import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactOf, openShop, type Shop } from '../../libs/testing/api/shop.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
});
afterAll(() => api.close());

interface Page {
  readonly items: readonly { readonly id: string; readonly lastName?: string }[];
}
const filtered = (filter: object) => withQuery('/v1/contacts', { filter });
const namesAt = async (url: string) => (await api.get<Page>(url)).items.map(({ lastName }) => lastName).sort();

describe('contacts over HTTP', () => {
  it('are the people of their accounts, those who have left too (ACC-17, ACC-26, PCO-04)', async () => {
    const other = await api.post('/v1/accounts', { accountType: 'company', name: 'Initech' });
    const ann = await contactOf(api, shop, { role: 'Buyer', since: '2016-01-01', until: '2016-12-31' });
    await contactOf(api, { accountId: other.id }, { lastName: 'Low' });
    const { employmentId, record } = await api.post(`/v1/contacts/${ann.id}/employments`, {
      employer: { kind: 'account', id: other.id },
    });
    expect(record).toMatchObject({
      accountIds: [shop.accountId, other.id],
      kinds: ['employee'],
      employments: [
        { role: 'Buyer', since: '2016-01-01', until: '2016-12-31' },
        { employmentId, role: null },
      ],
    });
    await api.settled();
    expect(await namesAt(`/v1/accounts/${shop.accountId}/contacts`)).toEqual(['Lee']);
    expect(await namesAt(`/v1/accounts/${other.id}/contacts`)).toEqual(['Lee', 'Low']);
    expect(await namesAt(filtered({ accountIds: { in: [other.id] }, kinds: { in: ['employee'] } }))).toEqual([
      'Lee',
      'Low',
    ]);
    await api.refuses('GET', '/v1/accounts/00000000-0000-4000-8000-000000000000/contacts');
  });

  it('are divided by tags, which are not personal (OOC-14)', async () => {
    await contactOf(api, shop, { lastName: 'Tagged', tags: ['fair 2017', 'board'] });
    await api.settled();
    expect(await namesAt(filtered({ tags: { in: ['board'] } }))).toEqual(['Tagged']);
    expect(await namesAt(filtered({ tags: { in: ['none'] } }))).toEqual([]);
  });

  it('have activities and a timeline (PCO-07)', async () => {
    const { id } = await contactOf(api, shop, { lastName: 'Called' });
    const subject = { kind: 'contact', id };
    await api.post('/v1/activities', { subject, category: 'call', title: 'Called about the fair' });
    await api.post('/v1/comments', { subject, text: 'Nice' });
    await api.settled();
    const { items } = await api.get<{ items: readonly { type: string }[] }>(`/v1/contacts/${id}/timeline`);
    expect(items.map(({ type }) => type).sort()).toEqual(['ActivityLogged', 'CommentAdded', 'ContactCreated']);
  });

  it('show as they were, and are gone from now on when they are deleted (decision 17)', async () => {
    const { id } = await contactOf(api, shop, { lastName: 'Gone' });
    const before = api.clock.now();
    api.clock.advance(60_000);
    await api.patch(`/v1/contacts/${id}`, { lastName: 'Away' });
    await api.send('DELETE', `/v1/contacts/${id}`);
    await api.settled();
    expect(await api.get(`/v1/contacts/${id}?asOf=${before}`)).toMatchObject({ lastName: 'Gone' });
    expect((await api.send('GET', `/v1/contacts/${id}`)).status).toBe(404);
  });

  it('are consultants of partners, and may be both (PCO-04, PAR-06)', async () => {
    const partner = await api.post('/v1/partners', { name: 'Reseller' });
    const employer = { kind: 'partner', id: partner.id };
    const { id, record } = await api.post('/v1/contacts', { lastName: 'Both', employer });
    expect(record).toMatchObject({ kinds: ['consultant'], partnerIds: [partner.id] });
    const of = { employer: { kind: 'account', id: shop.accountId } };
    expect((await api.post(`/v1/contacts/${id}/employments`, of)).record).toMatchObject({
      kinds: ['employee', 'consultant'],
    });
    await api.settled();
    expect(await namesAt(`/v1/partners/${partner.id}/contacts`)).toEqual(['Both']);
  });

  it('need somebody for whom they work, who exists', async () => {
    const nowhere = { lastName: 'Lee', employer: { kind: 'account', id: '00000000-0000-4000-8000-000000000000' } };
    expect(await api.refuses('POST', '/v1/contacts', nowhere)).toMatchObject({ code: 'unknown-reference' });
    const { id } = await contactOf(api, shop);
    const employer = nowhere.employer;
    expect(await api.refuses('POST', `/v1/contacts/${id}/employments`, { employer })).toMatchObject({
      code: 'unknown-reference',
    });
    await api.refuses('POST', '/v1/contacts', { lastName: 'Lee' });
    const partner = { lastName: 'Lee', employer: { kind: 'partner', id: shop.accountId } };
    expect(await api.refuses('POST', '/v1/contacts', partner)).toMatchObject({ code: 'unknown-reference' });
  });

  it('are put under their name in another system, with whom they work for as at their creation', async () => {
    const url = '/v1/contacts/by-reference/erp/P-1';
    const body = { lastName: 'Put', employer: { kind: 'account', id: shop.accountId } };
    const first = await api.put(url, body);
    const again = await api.put(url, { ...body, lastName: 'Again' });
    expect([again.id, again.record['lastName']]).toEqual([first.id, 'Again']);
    const other = await api.post('/v1/accounts', { accountType: 'company', name: 'Other' });
    const moved = { ...body, employer: { kind: 'account', id: other.id } };
    expect(await api.refuses('PUT', url, moved)).toMatchObject({ code: 'only-at-creation' });
  });

  it('leave nothing of the person in clear text in any file', async () => {
    const secret = 'Unmistakeable';
    await contactOf(api, shop, {
      lastName: secret,
      role: `${secret} officer`,
      emails: [{ use: 'work', address: `${secret}@acme.example` }],
    });
    await api.settled();
    const files = readdirSync(api.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const inClear = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(secret));
    expect(inClear.map(({ name }) => name)).toEqual([]);
  });
});
