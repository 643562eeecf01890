import Schema from 'typebox/schema';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import {
  activeQuote,
  openShop,
  opportunityOf,
  sell,
  serverLine,
  soldOpportunity,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import { feed, feedIn, ofContracts, type FeedEvent } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
let projectId: string;

beforeAll(async () => {
  api = await TestApi.open({ env: { PUBLIC_URL: 'https://crm.example.com/tidemark/' } });
  shop = await openShop(api);
  projectId = (await api.post('/v1/projects', { name: 'Own' })).id;
  const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [suiteLine(shop), serverLine(shop)]);
  const [suite, server] = sold.sale.created;
  await api.post(`/v1/opportunities/${opportunityId}/unlock`);
  await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, {
    change: [{ lineId: suite?.lineId, quantity: '20' }],
    remove: [server?.lineId],
  });
  await sell(api, opportunityId);
  await api.post('/v1/contracts', { ...runningContract(shop), projectId });
  await api.post('/v1/contracts', { ...runningContract(shop), originRef: 'old' }, { 'import-id': projectId });
  const { id } = await opportunityOf(api, shop, { projectId });
  await activeQuote(api, id, [suiteLine(shop)]);
  await sell(api, id);
  await api.settled();
});
afterAll(() => api.close());

/** The schema says where it is, as the event does. */
async function schemaAt(url: string): Promise<object> {
  const schema = await api.get<{ readonly $id: string }>(url.replace('https://crm.example.com/tidemark', ''));
  expect(schema.$id).toBe(url);
  return schema;
}

const sse = { accept: 'text/event-stream' };
const oneMore = () => api.post('/v1/contracts', { ...runningContract(shop) });

describe('the contract feed (CON-09)', () => {
  it('is numbered 1, 2, 3 … without a gap, and comes as NDJSON', async () => {
    const answer = await api.send('GET', '/v1/contract-events');
    expect(answer.headers['content-type']).toMatch(/^application\/x-ndjson/);
    const events = feedIn(answer.text);
    expect(events.length).toBeGreaterThanOrEqual(7);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
  });

  it('goes on after any of its events, up to its end, by the cursor that names it or by its number alone (ADR 30)', async () => {
    const all = await feed(api);
    for (const [index, { cursor, sequence }] of all.entries()) {
      expect(cursor).toMatch(new RegExp(`^${String(sequence)}\\.[0-9a-f]{16}$`));
      expect(await feed(api, `?after=${cursor}`)).toEqual(all.slice(index + 1));
      expect(await feed(api, `?after=${cursor}&origin=import`)).toEqual(
        all.slice(index + 1).filter(({ origin }) => origin === 'import'),
      );
    }
    for (const after of [0, 1, all.length - 1, all.length]) {
      expect(await feed(api, `?after=${String(after)}`)).toEqual(all.slice(after));
    }
  });

  it('does not know the place behind an event that it does not have, and says what to do (ADR 30)', async () => {
    const [first, second] = await feed(api);
    const mark = first?.cursor.split('.')[1] ?? '';
    for (const cursor of [`2.${mark}`, `0.${mark}`, `1000.${mark}`, '1000']) {
      for (const accept of ['application/x-ndjson', 'text/event-stream']) {
        const { code, detail } = await api.refuses('GET', `/v1/contract-events?after=${cursor}`, undefined, { accept });
        expect([code, detail]).toEqual([
          'position-unknown',
          expect.stringContaining('take the newest that is accepted'),
        ]);
      }
    }
    expect(second?.cursor).not.toContain(mark);
  });

  it('narrows to an origin and to a project, with the numbers of the whole (decision 16)', async () => {
    const all = await feed(api);
    for (const origin of ['sale', 'manual', 'import']) {
      expect(await feed(api, `?origin=${origin}`)).toEqual(all.filter((event) => event.origin === origin));
    }
    const own = all.filter(({ data }) => data['projectId'] === projectId);
    expect(own.map(({ type }) => type)).toEqual([
      'tidemark.ContractCreated',
      'tidemark.ContractCreated',
      'tidemark.SaleCompleted',
    ]);
    expect(await feed(api, `?project=${projectId}`)).toEqual(own);
    expect(await feed(api, `?project=${projectId}&origin=sale`)).toEqual(own.filter(({ origin }) => origin === 'sale'));
  });

  it('narrows to several origins and types, and says what there are of them', async () => {
    const all = await feed(api);
    expect(await feed(api, '?origin=manual,import')).toEqual(all.filter(({ origin }) => origin !== 'sale'));
    const types = ['tidemark.ContractCancelled', 'tidemark.SaleCompleted'];
    expect(await feed(api, `?type=${types.join(',')}`)).toEqual(all.filter(({ type }) => types.includes(type)));
    for (const query of ['origin=sale,', 'origin=sale,sale', 'origin=other', 'type=ContractCreated', 'type=']) {
      const { code, errors } = await api.refuses('GET', `/v1/contract-events?${query}`);
      expect([code, errors?.[0]?.message]).toEqual(['invalid-request', expect.stringContaining('must be some of')]);
    }
  });

  it('comes in parts of a size, and says where it ends', async () => {
    const all = await feed(api);
    const end = all.at(-1)?.cursor;
    for (const limit of [1, 2, 3, all.length, 60]) {
      const parts: FeedEvent[] = [];
      for (let [after, more] = ['0', true]; more;) {
        const answer = await api.send('GET', `/v1/contract-events?limit=${String(limit)}&after=${after}`);
        const part = feedIn(answer.text);
        expect(answer.headers['feed-end']).toBe(end);
        more = part.length === limit;
        expect(more || part.length < limit).toBe(true);
        parts.push(...part);
        after = part.at(-1)?.cursor ?? after;
      }
      expect(parts).toEqual(all);
    }
    const none = await api.send('GET', '/v1/contract-events?type=tidemark.ContractExpired');
    expect([none.text, none.headers['feed-end']]).toEqual(['', end]);
    for (const limit of ['0', '10001', '-1', 'all', '1.5'])
      expect((await api.refuses('GET', `/v1/contract-events?limit=${limit}`)).code).toBe('invalid-request');
  });

  it('takes a project with those that stood below it on the date of the sale, and no unknown one', async () => {
    const [above, other, below] = await Promise.all(
      ['Above', 'Other', 'Below'].map(async (name) => (await api.post('/v1/projects', { name })).id),
    );
    const moved = async (parentId: string | undefined, occurredAt: string) =>
      api.patch(`/v1/projects/${String(below)}`, { parentId, occurredAt });
    await moved(above, '2017-01-10');
    await moved(other, '2017-02-10');
    const soldOn = async (date: string): Promise<string> =>
      (await api.post('/v1/contracts', { ...runningContract(shop), projectId: below, soldOn: date, startsOn: date }))
        .id;
    const [first, last] = [await soldOn('2017-01-20'), await soldOn('2017-02-10')];
    const without = await soldOn('2016-12-31');
    const within = async (id: string | undefined) =>
      (await feed(api, `?project=${String(id)}`)).map(({ subject }) => subject);
    expect([await within(above), await within(other), await within(below)]).toEqual([
      [first],
      [last],
      [first, last, without],
    ]);
    const unknown = '01900000-0000-7000-8000-000000000000';
    const { code, detail } = await api.refuses('GET', `/v1/contract-events?project=${unknown}`);
    expect([code, detail]).toEqual(['project-not-found', expect.stringContaining(unknown)]);
  });

  it('tells when a sale is whole, after the events of its contracts, kept ones too (ADR 47)', async () => {
    const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [suiteLine(shop), serverLine(shop)]);
    const [suite, server] = sold.sale.created;
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    const change = [{ lineId: suite?.lineId, quantity: '30' }];
    await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, { change });
    await sell(api, opportunityId);
    const events = await feed(api, '?origin=sale');
    const own = events.filter(({ data }) => data['opportunityId'] === opportunityId);
    expect(own.map(({ type }) => type.replace('tidemark.', ''))).toEqual([
      'ContractCreated',
      'ContractCreated',
      'SaleCompleted',
      'ContractAmended',
      'SaleCompleted',
    ]);
    expect(own.at(-1)?.data).toMatchObject({
      saleNumber: 2,
      contracts: [
        { contractId: suite?.contractId, outcome: 'amended' },
        { contractId: server?.contractId, outcome: 'kept' },
      ],
    });
  });

  it('wraps each event as CloudEvents says, with the stored event as it is', async () => {
    for (const event of await feed(api)) {
      expect(event).toMatchObject({
        specversion: '1.0',
        source: 'https://crm.example.com/tidemark/v1/contract-events',
        type: expect.stringMatching(/^tidemark\.(Contract(Created|Amended|Cancelled)|SaleCompleted)$/) as string,
        subject: event.data['saleId'] ?? event.data.contractId,
        time: '2017-03-01T09:00:00.000Z',
        datacontenttype: 'application/json',
        dataschema: `https://crm.example.com/tidemark/schemas/${event.type.replace('tidemark.', '')}.json`,
      });
    }
    const ids = (await feed(api)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says what each event follows from, and who did it', async () => {
    const events = await feed(api);
    const sold = new Map<string, string>();
    for await (const page of pagesToEnd(api.log))
      for (const { id, type, metadata } of page.events)
        if (type === 'OpportunitySold') sold.set(id, metadata.correlationId);
    for (const { origin, causationid, correlationid, actor } of events) {
      expect([causationid, correlationid]).toEqual([
        origin === 'sale' ? [...sold.keys()].find((id) => id === causationid) : expect.any(String),
        origin === 'sale' ? sold.get(causationid) : expect.any(String),
      ]);
      expect(actor).toMatch(origin === 'sale' ? /^process:sale-makes-contracts$/ : /^key:/);
    }
  });

  it('has what delivery needs, and tells by whom its own id was written back', async () => {
    const personId = '01900000-0000-7000-8000-000000000001';
    const said = {
      deliverTo: { addressId: 'main', personId },
      contactIds: [personId],
      custom: { [personId]: { name: 'floor', value: 3 } },
    };
    const product = await api.post('/v1/products', {
      code: 'SHIPPED',
      name: 'Shipped',
      categoryId: shop.hardware,
      references: [{ system: 'erp', type: 'item', id: '77' }],
    });
    const { categoryId: _, term: __, ...terms } = runningContract(shop);
    const { id } = await api.post('/v1/contracts', { ...terms, ...said, per: 'once', productId: product.id });
    const reference = { system: 'orders', type: 'order', id: '4711' };
    await api.post(`/v1/contracts/${id}/references`, reference);
    await api.post(`/v1/contracts/${id}/references`, reference);
    await api.post(`/v1/contracts/${id}/amend`, {
      reasonCode: 'moved',
      deliverTo: { addressId: 'store' },
      custom: null,
    });
    const events = (await feed(api)).filter(({ subject }) => subject === id);
    const [created, written, moved] = events;
    expect(events).toHaveLength(3);
    const references = [{ system: 'erp', type: 'item', id: '77' }];
    expect(created?.data).toMatchObject({ ...said, references: [], product: { code: 'SHIPPED', references } });
    expect(written?.data).toMatchObject({
      ...said,
      references: [reference],
      changed: { references: [] },
      reasonCode: 'referenced',
    });
    expect(written?.actor).toMatch(/^key:/);
    expect(moved?.data).toMatchObject({ deliverTo: { addressId: 'store' }, references: [reference] });
    expect(moved?.data).not.toHaveProperty('custom');
  });

  it('has the custom values of the sold line', async () => {
    const floor = (value: number) => ({ [shop.sellerId]: { name: 'floor', value } });
    const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [
      { ...suiteLine(shop), custom: floor(1) },
      suiteLine(shop),
    ]);
    const [first, second] = sold.sale.created;
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, {
      change: [
        { lineId: first?.lineId, custom: null },
        { lineId: second?.lineId, custom: floor(2) },
      ],
    });
    await sell(api, opportunityId);
    const customOf = async (contractId: string | undefined) =>
      (await feed(api)).filter(({ subject }) => subject === contractId).map(({ data }) => data['custom']);
    expect(await customOf(first?.contractId)).toEqual([floor(1), undefined]);
    expect(await customOf(second?.contractId)).toEqual([undefined, floor(2)]);
  });

  it('numbers the events of each contract 1, 2, 3 … too', async () => {
    const bySubject = new Map<string, number[]>();
    for (const { subject, data } of ofContracts(await feed(api)))
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), data.sequence]);
    for (const sequences of bySubject.values())
      expect(sequences).toEqual(sequences.map((_sequence, index) => index + 1));
  });

  it('has events that are valid by their published JSON Schemas', async () => {
    const events = await feed(api);
    const schemas = new Map<string, { Check: (value: unknown) => boolean }>();
    for (const dataschema of new Set(events.map((event) => event.dataschema))) {
      schemas.set(dataschema, Schema.Compile(await schemaAt(dataschema)));
    }
    expect([...schemas.keys()].sort()).toEqual(
      ['ContractAmended', 'ContractCancelled', 'ContractCreated', 'SaleCompleted'].map(
        (name) => `https://crm.example.com/tidemark/schemas/${name}.json`,
      ),
    );
    for (const { dataschema, data, sequence } of events) {
      expect({ sequence, valid: schemas.get(dataschema)?.Check(data) }).toEqual({ sequence, valid: true });
      expect(schemas.get(dataschema)?.Check({ ...data, ...('saleId' in data ? { soldOn: 5 } : { netTotal: 5 }) })).toBe(
        false,
      );
    }
  });
});

describe('the contract feed live', () => {
  it('catches up, then goes on, and resumes by Last-Event-ID', async () => {
    const all = await feed(api);
    const live = await LiveFeed.open(api.origin);
    expect(live.contentType).toMatch(/^text\/event-stream/);
    expect((await live.next(all.length)).map(({ data }) => data)).toEqual(all);
    await oneMore();
    const [news] = await live.next(1);
    expect(news).toMatchObject({ id: news?.data.cursor, event: 'ContractCreated' });
    live.leave();

    await oneMore();
    const resumed = await LiveFeed.open(api.origin, '', all.at(-1)?.cursor);
    expect((await resumed.next(2)).map(({ data }) => data.sequence)).toEqual([all.length + 1, all.length + 2]);
    resumed.leave();
    const preferred = await LiveFeed.open(api.origin, '?after=0', news?.id);
    expect((await preferred.next(1)).map(({ data }) => data.sequence)).toEqual([all.length + 2]);
    preferred.leave();
  });

  it('says when to connect again, and when it has caught up, with the place (CON-09)', async () => {
    const all = await feed(api);
    const live = await LiveFeed.open(api.origin, '?origin=import');
    expect(await live.line('retry')).toBe('retry: 3000');
    const events = await live.untilCaughtUp();
    expect(events.slice(0, -1).map(({ data }) => data)).toEqual(all.filter(({ origin }) => origin === 'import'));
    const cursor = all.at(-1)?.cursor;
    expect(events.at(-1)).toEqual({ id: cursor, event: 'caught-up', data: { sequence: all.length, cursor } });
    await oneMore();
    await api.settled();
    const place = (await feed(api)).at(-1)?.cursor;
    expect(await live.line('id')).toBe(`id: ${String(place)}`);
    expect(await live.line('')).toBe('');
    live.leave();
    const empty = await LiveFeed.open(api.origin, '?origin=import', place);
    expect((await empty.untilCaughtUp()).map(({ id, event }) => [id, event])).toEqual([[place, 'caught-up']]);
    empty.leave();
    expect((await api.refuses('GET', '/v1/contract-events?limit=5', undefined, sse)).code).toBe('limit-not-live');
  });

  it('has what is sold in a sub-project that is new since the reader connected', async () => {
    const { id: parentId } = await api.post('/v1/projects', { name: 'Group' });
    await api.settled();
    const live = await LiveFeed.open(api.origin, `?project=${parentId}`);
    await live.untilCaughtUp();
    const below = await api.post('/v1/projects', { name: 'Below', parentId });
    const { id } = await api.post('/v1/contracts', { ...runningContract(shop), projectId: below.id });
    expect((await live.next(1)).map(({ data }) => data.subject)).toEqual([id]);
    live.leave();
  });

  it('tells each of several readers everything, once and in order, while one of them goes away', async () => {
    const after = (await feed(api)).length;
    const readers = await Promise.all(
      Array.from({ length: 5 }, () => LiveFeed.open(api.origin, `?after=${String(after)}`)),
    );
    const manual = await LiveFeed.open(api.origin, `?after=${String(after)}&origin=manual`);
    readers.pop()?.leave();
    const received = Promise.all([...readers, manual].map((reader) => reader.next(10)));
    for (let count = 0; count < 10; count += 1) await oneMore();
    for (const events of await received)
      expect(events.map(({ data }) => data.sequence)).toEqual(events.map((_event, index) => after + 1 + index));
    for (const reader of [...readers, manual]) reader.leave();
  });

  it('ends when Tidemark closes, so that it can stop', async () => {
    const other = await TestApi.open();
    const live = await LiveFeed.open(other.origin);
    await Promise.all([live.ended(), other.close()]);
  });
});
