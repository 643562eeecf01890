import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import { ServerProcess } from '../../libs/testing/api/server-process.js';
import {
  activeQuote,
  openShop,
  opportunityOf,
  sell,
  soldOpportunity,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import type { Named, Page, SalesReport, ShownContract, ShownOpportunity } from '../../libs/testing/api/shown.js';
import { feedIn, ofContracts } from '../../libs/testing/api/shown.js';
import { testKey } from '../../libs/testing/api/test-api.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';

// Each test starts processes, one after the other.
const patience = 300_000;

const folder = (): string => join(tempFolder(), 'data');
const keyFile = (data: string): string => join(data, 'admin.key');
const all = async <T>(server: ServerProcess, path: string): Promise<readonly T[]> =>
  (await server.get<Page<T>>(`${path}?limit=500`)).items;

describe('starting Tidemark', () => {
  it(
    'writes a key for its owner alone at the first start, which opens it from then on; it is live and ready',
    async () => {
      const data = folder();
      const first = await ServerProcess.start(data, {});
      const file = keyFile(data);
      const key = readFileSync(file, 'utf8').trim();
      expect(key).toMatch(/^tm_[\w-]{43}$/);
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      expect(first.said.filter((line) => line.includes(file))).toHaveLength(1);
      expect(first.said.join()).not.toContain(key);
      const authorization = `Bearer ${key}`;
      expect((await first.send('GET', '/v1/users', undefined, { authorization })).status).toBe(200);
      expect((await first.send('GET', '/v1/users', undefined, {})).status).toBe(401);
      await first.ready();
      expect(await first.get('/health/live')).toEqual({ status: 'live' });
      expect(await first.get('/health/ready')).toMatchObject({ ready: true });
      expect((await first.stop()).code).toBe(0);

      const second = await ServerProcess.start(data, {});
      expect(second.said.join()).not.toContain(file);
      expect(readFileSync(file, 'utf8').trim()).toBe(key);
      expect((await second.send('GET', '/v1/users', undefined, { authorization })).status).toBe(200);
      expect((await second.stop('SIGINT')).code).toBe(0);
    },
    patience,
  );

  it(
    'takes ADMIN_API_KEY instead, and shows its documentation without a key',
    async () => {
      const data = folder();
      const server = await ServerProcess.start(data);
      expect(existsSync(keyFile(data))).toBe(false);
      expect((await server.send('GET', '/v1/users')).status).toBe(200);
      expect(
        (await server.send('GET', '/v1/users', undefined, { authorization: 'Bearer another-key-0123456' })).status,
      ).toBe(401);
      const page = await server.send('GET', '/docs', undefined, {});
      expect(page).toEqual({ status: 200, text: expect.stringContaining('Tidemark API') as string });
      expect((await server.send('GET', '/docs/swagger-ui.css', undefined, {})).status).toBe(200);
      expect((await server.send('GET', '/openapi.json', undefined, {})).status).toBe(200);
      const { headers } = await fetch(`${server.origin}/docs`);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      // All that the page runs is in files of its own: the policy lets it work.
      expect(page.text.match(/<script(?![^>]*src=)/g)).toBeNull();
      await server.stop();
    },
    patience,
  );

  it(
    'goes on with the newer ADMIN_API_KEY, and does not start with the one before it; its page can be turned off',
    async () => {
      const data = folder();
      const newer = 'a-newer-key-0123456789';
      await (await ServerProcess.start(data)).stop();
      await (await ServerProcess.start(data, { ADMIN_API_KEY: newer })).stop();
      const { code, said } = await ServerProcess.ends(data);
      expect([code, said]).toEqual([
        1,
        [expect.stringMatching(/^Tidemark does not start: ADMIN_API_KEY was replaced by a newer one/)],
      ]);
      const server = await ServerProcess.start(data, { DOCS: 'off' });
      const as = (key: string) => server.send('GET', '/v1/users', undefined, { authorization: `Bearer ${key}` });
      expect([(await as(newer)).status, (await as(testKey)).status]).toEqual([200, 401]);
      expect((await server.send('GET', '/docs', undefined, {})).status).toBe(404);
      expect(existsSync(keyFile(data))).toBe(false);
      await server.stop();
    },
    patience,
  );

  it(
    'ends with one clear line where it cannot start',
    async () => {
      const data = folder();
      const server = await ServerProcess.start(data);
      const file = join(tempFolder(), 'file');
      writeFileSync(file, '');
      const refusals = await Promise.all([
        ServerProcess.ends(folder(), { PORT: new URL(server.origin).port }),
        ServerProcess.ends(data),
        ServerProcess.ends(join(file, 'data')),
        ServerProcess.ends('/proc/nothing'),
        ServerProcess.ends(folder(), { PORT: 'abc' }),
      ]);
      expect(refusals.map(({ said }) => said)).toEqual(
        [/port.*in use/i, /in use by another process/, /file/, /\/proc\/nothing/, /PORT is "abc"/].map(
          (line): unknown => [expect.stringMatching(line)],
        ),
      );
      for (const { code } of refusals) expect(code).toBe(1);
      // None of that disturbed the one that runs.
      expect((await server.send('GET', '/v1/users')).status).toBe(200);
      await server.stop();
    },
    patience,
  );
});

describe('the built Tidemark, which projects and rebuilds in threads of its own,', () => {
  it(
    'sells, makes contracts, delivers them, and reports now and as of then, before and after a rebuild (SOLD-04, CON-09)',
    async () => {
      const server = await ServerProcess.start(folder());
      const shop = await openShop(server);
      const live = await LiveFeed.open(server.origin);
      const { id, quotes, quoteId } = await quoted(server, shop);
      const url = `/v1/opportunities/${id}`;
      const sold = await sell(server, id, { soldOn: '2017-02-01', occurredAt: '2017-02-01' });
      await server.post(`${url}/unlock`, { occurredAt: '2017-03-01' });
      const change = [{ lineId: sold.sale.created[0]?.lineId, quantity: '20' }];
      await server.post(`${quotes}/${quoteId}/lines`, { change, occurredAt: '2017-03-02' });
      await sell(server, id, { soldOn: '2017-03-03', occurredAt: '2017-03-03' });

      // Another process tells that its term is over. Before the second sale is known: that one makes it run again, and end again.
      const five = await live.next(5);
      const endedEarly = five.findIndex(({ data }) => data.type === 'tidemark.ContractExpired') < 3;
      const delivered = endedEarly ? [...five, ...(await live.next(1))] : five;
      const types = delivered.map(({ data }) => data.type);
      expect(delivered.map(({ data }) => data.sequence)).toEqual([1, 2, 3, 4, 5, 6].slice(0, delivered.length));
      expect(types.filter((type) => type !== 'tidemark.ContractExpired')).toEqual([
        'tidemark.ContractCreated',
        'tidemark.SaleCompleted',
        'tidemark.ContractAmended',
        'tidemark.SaleCompleted',
      ]);
      const quantities = ofContracts(delivered.map(({ data }) => data)).map(({ type, data }) => [
        type,
        data['quantity'],
      ]);
      expect(quantities.filter(([type]) => type === 'tidemark.ContractAmended')).toEqual([
        ['tidemark.ContractAmended', '20'],
      ]);
      expect(quantities.at(-1)).toEqual(['tidemark.ContractExpired', '20']);
      live.leave();

      const months = async (query = ''): Promise<unknown> =>
        (await server.get<SalesReport>(`/v1/reports/sales?groupBy=month${query}`)).rows.map(({ key, won }) => [
          key,
          won.amounts.map(({ amount }) => amount),
        ]);
      const shown = async () => ({
        statuses: await Promise.all(
          ['2017-01-15', '2017-02-15', '2017-03-01', new Date().toISOString()].map(async (asOf) => {
            const { status, amount } = await server.get<ShownOpportunity>(`${url}?asOf=${asOf}`);
            return [status, amount?.amount];
          }),
        ),
        then: await months('&asOf=2017-02-15'),
        now: await months(),
        contracts: (await all<ShownContract>(server, '/v1/contracts')).map((one) => [one.status, one.quantity]),
        feed: feedIn((await server.send('GET', '/v1/contract-events')).text).map(({ type }) => type),
      });
      const wanted = {
        statuses: [
          ['open', undefined],
          ['won', '1260.00'],
          ['reopened', undefined],
          ['won', '2520.00'],
        ],
        then: [['2017-02', ['1260.00']]],
        now: [
          ['2017-02', ['1260.00']],
          ['2017-03', ['1260.00']],
        ],
        contracts: [['expired', '20']],
        feed: types,
      };
      await server.ready();
      expect(await shown()).toEqual(wanted);
      expect(await server.post('/v1/admin/rebuild')).toEqual({ rebuilt: true });
      expect(await shown()).toEqual(wanted);
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
      await server.stop();
    },
    patience,
  );
});

/** An opportunity that was opened one day, and had an active quote of ten seats ten days later. */
async function quoted(server: ServerProcess, shop: Shop) {
  const { id } = await opportunityOf(server, shop, { occurredAt: '2017-01-10' });
  const quotes = `/v1/opportunities/${id}/quotes`;
  const occurredAt = '2017-01-20';
  const lines = [suiteLine(shop)];
  const { quoteId } = await server.post(quotes, { name: 'Offer', currency: 'EUR', lines, occurredAt });
  await server.post(`${quotes}/${quoteId}/activate`, { occurredAt });
  return { id, quotes, quoteId };
}

describe('reports while others write', () => {
  interface Sold {
    readonly won: { readonly count: number };
    readonly lost: { readonly count: number };
  }
  interface Sales {
    readonly rows: readonly Sold[];
    readonly total: Sold;
  }
  interface Board {
    readonly columns: readonly { readonly count: number; readonly cards: readonly unknown[] }[];
  }
  const both = ({ won, lost }: Sold): readonly [number, number] => [won.count, lost.count];

  it(
    'are each of one moment: rows add up to their total, and the cards of a board to its columns',
    async () => {
      const server = await ServerProcess.start(folder());
      const shop = await openShop(server);
      const ids: string[] = [];
      for (let one = 0; one < 6; one += 1) {
        const { id, position } = await opportunityOf(server, shop);
        await server.get(`/v1/opportunities?notBefore=${position}`);
        await activeQuote(server, id, [suiteLine(shop)]);
        ids.push(id);
      }
      let isWriting = true;
      const reader = async (): Promise<readonly unknown[]> => {
        const differing: unknown[] = [];
        while (isWriting) {
          const { rows, total } = await server.get<Sales>('/v1/reports/sales?groupBy=owner');
          const sums = rows
            .map(both)
            .reduce<readonly [number, number]>((sum, [won, lost]) => [sum[0] + won, sum[1] + lost], [0, 0]);
          if (JSON.stringify(sums) !== JSON.stringify(both(total))) differing.push({ sums, total });
          const { columns } = await server.get<Board>(`/v1/boards/pipeline?pipeline=${shop.pipelineId}`);
          const shown = columns.map(({ cards }) => cards.length);
          const counted = columns.map(({ count }) => count);
          if (JSON.stringify(shown) !== JSON.stringify(counted)) differing.push({ shown, counted });
        }
        return differing;
      };
      const readers = Array.from({ length: 3 }, reader);
      await Promise.all(
        ids.map(async (id) => {
          for (let round = 0; round < 15; round += 1) {
            await server.post(`/v1/opportunities/${id}/sell`);
            await server.post(`/v1/opportunities/${id}/unlock`);
            await server.post(`/v1/opportunities/${id}/lose`, { reasonCode: 'not-stated' });
            await server.post(`/v1/opportunities/${id}/reopen`);
          }
        }),
      ).finally(() => (isWriting = false));
      expect((await Promise.all(readers)).flat()).toEqual([]);
      await server.stop();
    },
    patience,
  );
});

describe('stopping Tidemark', () => {
  it(
    'by SIGTERM under load keeps every command that was acknowledged',
    async () => {
      const data = folder();
      const server = await ServerProcess.start(data);
      const acknowledged: string[] = [];
      const enough = new AbortController();
      const client = async (number: number): Promise<void> => {
        for (let count = 0; ; count += 1) {
          try {
            const name = `Account ${String(number)}-${String(count)}`;
            acknowledged.push((await server.post('/v1/accounts', { accountType: 'company', name })).id);
          } catch (error) {
            // Only what is cut off by the stop may fail.
            if (!enough.signal.aborted) throw error;
            return;
          }
          if (acknowledged.length > 60) enough.abort();
        }
      };
      const clients = Promise.all(Array.from({ length: 8 }, (_, number) => client(number)));
      await Promise.race([once(enough.signal, 'abort'), clients]);
      expect((await server.stop()).code).toBe(0);
      await clients;

      const again = await ServerProcess.start(data);
      await again.ready();
      const kept = new Set((await all<Named>(again, '/v1/accounts')).map(({ id }) => id));
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      await again.stop();
    },
    patience,
  );

  it(
    'by SIGKILL in the middle of sales leaves contracts that match the sales, once it is ready again (SOLD-04)',
    async () => {
      const data = folder();
      const server = await ServerProcess.start(data);
      const shop = await openShop(server);
      const ids = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const { id } = await opportunityOf(server, shop);
          await activeQuote(server, id, [suiteLine(shop)]);
          return id;
        }),
      );
      const acknowledged: string[] = [];
      const enough = new AbortController();
      const sales = ids.map(async (id) => {
        await sell(server, id);
        acknowledged.push(id);
        if (acknowledged.length === 8) enough.abort();
      });
      await Promise.race([once(enough.signal, 'abort'), Promise.all(sales)]);
      await server.stop('SIGKILL');
      await Promise.allSettled(sales);

      const again = await ServerProcess.start(data);
      await again.ready();
      const won = (await all<ShownOpportunity>(again, '/v1/opportunities'))
        .filter(({ status }) => status === 'won')
        .map(({ id }) => id);
      expect(acknowledged.filter((id) => !won.includes(id))).toEqual([]);
      const contracts = await all<ShownContract & { opportunityId: string }>(again, '/v1/contracts');
      expect(contracts.map(({ opportunityId }) => opportunityId).sort()).toEqual([...won].sort());
      const events = feedIn((await again.send('GET', '/v1/contract-events')).text);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
      const told = (type: string) => events.filter((event) => event.type === `tidemark.${type}`);
      const created = told('ContractCreated').map(({ subject }) => subject);
      expect([...created].sort()).toEqual(contracts.map(({ id }) => id).sort());
      expect(
        told('SaleCompleted').flatMap(({ data }) =>
          (data['contracts'] as { contractId: string }[]).map(({ contractId }) => contractId),
        ),
      ).toHaveLength(contracts.length);
      expect(events).toHaveLength(2 * contracts.length);
      await again.stop();
    },
    patience,
  );

  it(
    'and losing read.db costs nothing: the read models are made again at the next start',
    async () => {
      const data = folder();
      const server = await ServerProcess.start(data);
      const shop = await openShop(server);
      await soldOpportunity(server, shop);
      await server.ready();
      const { asOf, knownAt } = await server.get<{ asOf: string; knownAt: string }>('/v1/opportunities');
      const then = `asOf=${asOf}&knownAt=${knownAt}`;
      const read = (from: ServerProcess) =>
        Promise.all(
          [
            `/v1/opportunities?${then}`,
            `/v1/contracts?${then}`,
            `/v1/accounts?${then}`,
            `/v1/reports/sales?groupBy=month&${then}`,
            '/v1/contract-events',
          ].map(async (path) => (await from.send('GET', path)).text),
        );
      const before = await read(server);
      await server.stop();
      for (const name of ['read.db', 'read.db-wal', 'read.db-shm']) rmSync(join(data, name), { force: true });
      const again = await ServerProcess.start(data);
      await again.ready();
      expect(await read(again)).toEqual(before);
      await again.stop();
    },
    patience,
  );
});
