import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  activeQuote,
  handLine,
  openShop,
  opportunityOf,
  sell,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import type { Adapters } from '../../libs/application/adapters/adapters.js';
import type { PersonId } from '../../libs/kernel/ids.js';
import type { KeyStore } from '../../libs/sealing/key-store.js';
import { feed, type Page } from '../../libs/testing/api/shown.js';
import { TestApi, type Done } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
let person: Done;
let keys: KeyStore;
beforeEach(async () => {
  await open();
  shop = await openShop(api);
  person = await api.post('/v1/accounts', { accountType: 'personal', firstName: 'Jo', lastName: 'Zzyzxname' });
});
afterEach(() => api.close());

async function open(folder?: string): Promise<void> {
  const around = (adapters: Adapters) => {
    keys = adapters.keys;
    return adapters;
  };
  api = await TestApi.open({ around, ...(folder !== undefined && { folder }) });
}

interface Named {
  readonly id: string;
  readonly name: unknown;
}
interface Quoted extends Named {
  readonly lines: readonly Named[];
}

/** Where the text stands in plain, of all files of the data folder. */
function filesWith(text: string): readonly string[] {
  const files = readdirSync(api.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ name, parentPath }) =>
    readFileSync(join(parentPath, name)).toString('latin1').toLowerCase().includes(text) ? [name] : [],
  );
}

describe('what is named after a person who buys (LEAD-14, ACC-02)', () => {
  const words = { opportunity: 'Zzyzxdeal', renamed: 'Zzyzxagain', quote: 'Zzyzxoffer', line: 'Zzyzxline' };

  it('is read by whoever asks, and stands nowhere in plain: not in the log, not in read models, not in the feed', async () => {
    const { id } = await opportunityOf(api, shop, { accountId: person.id, name: words.opportunity });
    await api.patch(`/v1/opportunities/${id}`, { name: words.renamed });
    const lines = [suiteLine(shop), handLine(shop, '10', words.line)];
    const quoteId = await activeQuote(api, id, lines, { name: words.quote });
    const { record } = await sell(api, id);
    expect(record).toMatchObject({ name: words.renamed, status: 'won' });
    await api.settled();
    const [listed] = (await api.get<Page<Named>>(`/v1/opportunities?filter={"accountId":{"eq":"${person.id}"}}`)).items;
    expect(listed).toMatchObject({ id, name: words.renamed });
    const { items } = await api.get<Page<Quoted>>(`/v1/opportunities/${id}/quotes`);
    expect(items.map(({ id, name }) => [id, name])).toEqual([[quoteId, words.quote]]);
    expect(items[0]?.lines.map(({ name }) => name)).toEqual(['Suite', words.line]);

    const events = JSON.stringify(await feed(api));
    expect(events).toContain(id);
    expect(events.toLowerCase()).not.toContain('zzyzx');
    // As the catalogue names it: the product, or for a line by hand its category.
    const contracts = await api.get<Page<Named>>(`/v1/contracts?filter={"accountId":{"eq":"${person.id}"}}`);
    expect(contracts.items.map(({ name }) => name).sort()).toEqual(['Hardware', 'Suite']);
    expect(filesWith('zzyzx')).toEqual([]);

    const unlocked = await api.post(`/v1/opportunities/${id}/unlock`);
    expect(unlocked.record).toMatchObject({ name: words.renamed });
    await api.post('/v1/lost-reasons', { code: 'price', label: 'Price' });
    await api.post(`/v1/opportunities/${id}/lose`, { reasonCode: 'price' });
    await api.settled();
    expect(filesWith('zzyzx')).toEqual([]);
  });

  it('is sealed from when the account is the person, and readable again for a company', async () => {
    const { id } = await opportunityOf(api, shop, { name: 'Known to all' });
    await api.patch(`/v1/opportunities/${id}`, { accountId: person.id, name: words.opportunity });
    await api.settled();
    expect(filesWith('zzyzx')).toEqual([]);
    const { record } = await api.patch(`/v1/opportunities/${id}`, { accountId: shop.accountId, name: 'For Aurora' });
    expect(record).toMatchObject({ name: 'For Aurora' });
    await api.settled();
    expect(filesWith('for aurora')).not.toEqual([]);
    expect((await api.get<Page<Named>>('/v1/opportunities?q=aurora')).items).toMatchObject([{ id }]);
  });

  it('reads as erased when the person is, and the sale goes on (LEAD-14)', async () => {
    const { id } = await opportunityOf(api, shop, { accountId: person.id, name: words.opportunity });
    await activeQuote(api, id, [suiteLine(shop), handLine(shop, '10', words.line)], { name: words.quote });
    await keys.destroy([person.record['personId'] as PersonId]);
    await api.close();
    await open(api.folder);
    expect(await api.get(`/v1/opportunities/${id}`)).toMatchObject({ name: { erased: true } });
    const renamed = await api.refuses('PATCH', `/v1/opportunities/${id}`, { name: words.renamed });
    expect(renamed).toMatchObject({ status: 409, code: 'person-erased' });
    const { record } = await sell(api, id);
    expect(record).toMatchObject({ status: 'won', name: { erased: true } });
    await api.settled();
    const contracts = await api.get<Page<Named>>(`/v1/contracts?filter={"accountId":{"eq":"${person.id}"}}`);
    expect(contracts.items.map(({ name }) => name).sort()).toEqual(['Hardware', 'Suite']);
  });
});
