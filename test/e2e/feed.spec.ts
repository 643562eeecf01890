import Schema from 'typebox/schema';
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
import { feed, feedIn } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';

let api: TestApi;
let shop: Shop;
let projectId: string;

beforeAll(async () => {
  api = await TestApi.open();
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
    expect(own.length).toBe(2);
    expect(await feed(api, `?project=${projectId}`)).toEqual(own);
    expect(await feed(api, `?project=${projectId}&origin=sale`)).toEqual(own.filter(({ origin }) => origin === 'sale'));
  });

  it('wraps each event as CloudEvents says, with the stored event as it is', async () => {
    for (const event of await feed(api)) {
      expect(event).toMatchObject({
        specversion: '1.0',
        source: '/v1/contract-events',
        type: expect.stringMatching(/^tidemark\.Contract(Created|Amended|Cancelled)$/) as string,
        subject: event.data.contractId,
        time: '2017-03-01T09:00:00.000Z',
        datacontenttype: 'application/json',
        dataschema: `/schemas/${event.type.replace('tidemark.', '')}.json`,
      });
    }
    const ids = (await feed(api)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('numbers the events of each contract 1, 2, 3 … too', async () => {
    const bySubject = new Map<string, number[]>();
    for (const { subject, data } of await feed(api))
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), data.sequence]);
    for (const sequences of bySubject.values())
      expect(sequences).toEqual(sequences.map((_sequence, index) => index + 1));
  });

  it('has events that are valid by their published JSON Schemas', async () => {
    const events = await feed(api);
    const schemas = new Map<string, { Check: (value: unknown) => boolean }>();
    for (const dataschema of new Set(events.map((event) => event.dataschema))) {
      schemas.set(dataschema, Schema.Compile(await api.get<object>(dataschema)));
    }
    expect([...schemas.keys()].sort()).toEqual(
      ['ContractAmended', 'ContractCancelled', 'ContractCreated'].map((name) => `/schemas/${name}.json`),
    );
    for (const { dataschema, data, sequence } of events) {
      expect({ sequence, valid: schemas.get(dataschema)?.Check(data) }).toEqual({ sequence, valid: true });
      expect(schemas.get(dataschema)?.Check({ ...data, netTotal: 5 })).toBe(false);
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
