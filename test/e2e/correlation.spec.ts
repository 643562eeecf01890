import { logTo } from '../../libs/application/log/log.js';
import { LogUnavailable } from '../../libs/event-log/event-log.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import type { ProjectionWriters } from '../../libs/projection/projection-writer.js';
import { inThisThread } from '../../libs/projection/projection-writer.js';
import type { Parked } from '../../libs/projection/parked.js';
import { activeQuote, openShop, opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { feed, type Page } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';
import type { Adapters } from '../../libs/application/adapters/adapters.js';

type Line = Readonly<Record<string, unknown>>;

let api: TestApi;
let shop: Shop;
const written: string[] = [];
/** Of the next appends to a contract's stream. */
const failures: Error[] = [];
/** What the next page that is projected comes to. */
const pages: (Error | Parked)[] = [];

const failing = (adapters: Adapters): Adapters => ({
  ...adapters,
  writers: failingWriters(adapters),
  log: new Proxy(adapters.log, {
    get: (log, name) => {
      if (name === 'append')
        return (...[stream, ...rest]: Parameters<typeof log.append>) => {
          const failure = stream.startsWith('contract-') ? failures.shift() : undefined;
          return failure === undefined ? log.append(stream, ...rest) : Promise.reject(failure);
        };
      const value: unknown = Reflect.get(log, name, log);
      return typeof value === 'function' ? (value.bind(log) as unknown) : value;
    },
  }),
});

function failingWriters({ store }: Adapters): ProjectionWriters {
  const own = inThisThread(store);
  return {
    exclusively: (work) => own.exclusively(work),
    resume: async (models) => {
      const writer = await own.resume(models);
      return {
        get position() {
          return writer.position;
        },
        apply: async (events, checkpoint) => {
          const next = pages.shift();
          if (next instanceof Error) throw next;
          const parked = await writer.apply(events, checkpoint);
          return next === undefined ? parked : [next];
        },
      };
    },
  };
}

beforeAll(async () => {
  api = await TestApi.open({ log: logTo({ write: (line) => void written.push(line) }), around: failing });
  shop = await openShop(api);
});
afterAll(() => api.close());

/** Sells an opportunity in a request with this id. */
async function soldAs(requestId: string): Promise<string> {
  const { id } = await opportunityOf(api, shop);
  await activeQuote(api, id, [suiteLine(shop)]);
  await api.settled();
  await api.post(`/v1/opportunities/${id}/sell`, {}, { 'x-request-id': requestId });
  await api.settled();
  return id;
}

const lines = (isWanted: (line: Line) => boolean): readonly Line[] =>
  written.map((line) => JSON.parse(line) as Line).filter(isWanted);

describe('the id of a request', () => {
  it('is the correlation id of its events and of what processes make of them, to the row, the feed and the log', async () => {
    const requestId = 'deal-7/step:3';
    const opportunityId = await soldAs(requestId);
    const types: string[] = [];
    for await (const { events } of pagesToEnd(api.log))
      types.push(...events.filter(({ metadata }) => metadata.correlationId === requestId).map(({ type }) => type));
    expect([...new Set(types)]).toEqual(
      expect.arrayContaining(['OpportunitySold', 'ContractCreated', 'SaleCompleted']),
    );

    const timeline = `/v1/opportunities/${opportunityId}/timeline`;
    const { items } = await api.get<Page<{ type: string; correlationId: string }>>(timeline);
    const shown = items.filter(({ correlationId }) => correlationId === requestId).map(({ type }) => type);
    expect(shown).toEqual(expect.arrayContaining(['OpportunitySold']));

    const published = (await feed(api)).filter(({ correlationid }) => correlationid === requestId);
    expect(published.map(({ type }) => type)).toEqual(['tidemark.ContractCreated', 'tidemark.SaleCompleted']);
    const [request] = lines(({ requestId: told }) => told === requestId);
    expect(request).toMatchObject({ route: '/v1/opportunities/:id/sell', status: 200 });
  });

  it('is one for all lines of a batch', async () => {
    const body = ['one', 'two'].map((name) =>
      JSON.stringify({ path: '/v1/accounts', body: { accountType: 'company', name } }),
    );
    const headers = { 'content-type': 'application/x-ndjson', 'x-request-id': 'batch-1' };
    const before = await api.log.head();
    await api.send('POST', '/v1/batch', body.join('\n'), headers);
    const { events } = await api.log.readAll({ after: before, count: 10 });
    const created = events.filter(({ type }) => type === 'AccountCreated');
    expect(created.map(({ metadata }) => metadata.correlationId)).toEqual(['batch-1', 'batch-1']);
    expect(new Set(created.map(({ metadata }) => metadata.commandId)).size).toBe(2);
  });

  it('is named by the fault of a process that tries again, and of one that waits for an operator', async () => {
    const away = 'contract.db: the disk is full.';
    failures.push(...Array.from({ length: 3 }, () => new LogUnavailable(away)));
    await soldAs('sale-1');
    failures.push(new TypeError('Eva Novak'));
    await soldAs('sale-2');
    const reader = 'sale-makes-contracts';
    const faults = lines((line) => line['level'] === 'error' && line['reader'] === reader);
    const event = { eventType: 'OpportunitySold', eventId: expect.any(String) as string };
    expect(faults).toEqual([
      expect.objectContaining({ msg: `${reader} failed: LogUnavailable: ${away}`, correlationId: 'sale-1' }),
      expect.objectContaining({ code: 'reaction-failed', correlationId: 'sale-2', ...event }),
    ]);
    expect(written.join('')).not.toContain('Eva Novak');
  });

  it('is named by what the read models cannot take', async () => {
    pages.push(new Error('read.db is away'), {
      correlationId: 'parked-1',
      eventId: 'e-1',
      type: 'LeadCreated',
    } as Parked);
    await api.post('/v1/accounts', { accountType: 'company', name: 'Initech' });
    await api.settled();
    await api.post('/v1/accounts', { accountType: 'company', name: 'Hooli' });
    await api.settled();
    expect(lines((line) => line['reader'] === 'projections')).toEqual([
      expect.objectContaining({ level: 'error', msg: 'projections failed: Error: read.db is away' }),
      expect.objectContaining({ level: 'error', correlationId: 'parked-1', eventId: 'e-1', eventType: 'LeadCreated' }),
    ]);
  });
});
