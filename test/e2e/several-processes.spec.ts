import { join } from 'node:path';
import { calendarOf } from '../../libs/kernel/calendar.js';
import type { Adapters } from '../../libs/application/adapters/adapters.js';
import { memoryAdapters } from '../../libs/application/adapters/memory.js';
import { openRuntime, type OpenRuntime } from '../../libs/application/runtime/open-runtime.js';
import { openShop, opportunityOf, suiteLine } from '../../libs/testing/api/shop.js';
import { feedIn } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';
import { fixedClock } from '../../libs/testing/log/fixed-clock.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';
import { MemoryLeasePlace } from '../../libs/testing/projection/memory-leases.js';

const clock = fixedClock();
const calendar = calendarOf('UTC');

describe('several processes over one log and one store', () => {
  let shared: Adapters;
  let leases: MemoryLeasePlace;
  let apis: readonly TestApi[];
  const workers: OpenRuntime[] = [];

  const seenBy = (name: string, release = () => Promise.resolve()): Adapters => ({
    ...shared,
    leases: leases.of(name),
    release,
  });
  const startWorker = async (name: string): Promise<void> => {
    workers.push(await openRuntime(seenBy(name), { calendar, follows: { projections: true, processes: true } }));
  };
  const startApi = (name: string) =>
    TestApi.open({ clock, follows: {}, around: (own) => seenBy(name, () => own.release()) });

  beforeEach(async () => {
    shared = memoryAdapters({ clock, file: join(tempFolder(), 'read.db') });
    leases = new MemoryLeasePlace();
    apis = await Promise.all(['api 1', 'api 2', 'api 3'].map(startApi));
  });
  afterEach(async () => {
    await Promise.all(apis.map((api) => api.close()));
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await shared.release();
  });

  /** Answers come from each in turn, as behind a proxy. */
  const inTurn = (): TestApi => {
    apis = [...apis.slice(1), ...apis.slice(0, 1)];
    const [first] = apis;
    if (first === undefined) throw new Error('There is no API.');
    return first;
  };
  const any = { post: (url: string, body?: object) => inTurn().post(url, body) };

  const sold = async (shop: Awaited<ReturnType<typeof openShop>>, quantity: string) => {
    const { id } = await opportunityOf(any, shop);
    const quotes = `/v1/opportunities/${id}/quotes`;
    const { quoteId } = await any.post(quotes, { name: 'Offer', currency: 'EUR', lines: [suiteLine(shop, quantity)] });
    await any.post(`${quotes}/${quoteId}/activate`);
    return any.post(`/v1/opportunities/${id}/sell`);
  };
  const contractsAt = async (position: string) => {
    const { items } = await inTurn().get<{ items: readonly { readonly quantity: string }[] }>(
      `/v1/contracts?notBefore=${position}`,
    );
    return items.map(({ quantity }) => quantity).sort();
  };

  it('answer what was written through another, with what processes make of it, whichever is asked', async () => {
    await startWorker('worker 1');
    const shop = await openShop(any);
    const { position } = await sold(shop, '10');
    expect(await contractsAt(position)).toEqual(['10']);
    expect(await inTurn().get('/health/ready')).toMatchObject({ ready: true, processes: [{ name: 'processes' }] });
  });

  it('have one worker in charge at a time; another goes on where it was lost, and nothing is done twice', async () => {
    await startWorker('worker 1');
    await startWorker('worker 2');
    const shop = await openShop(any);
    const first = await sold(shop, '10');
    expect(await contractsAt(first.position)).toEqual(['10']);
    const before = ['projections', 'processes'].map((name) => leases.holderOf(name));

    for (const name of ['projections', 'processes']) leases.lose(name);
    const second = await sold(shop, '20');
    expect(await contractsAt(second.position)).toEqual(['10', '20']);
    for (const name of ['projections', 'processes']) leases.lose(name);
    const third = await sold(shop, '30');
    expect(await contractsAt(third.position)).toEqual(['10', '20', '30']);

    expect(before.every((holder) => holder?.startsWith('worker'))).toBe(true);
    const feed = feedIn((await inTurn().send('GET', '/v1/contract-events')).text);
    expect(feed.map(({ sequence }) => sequence)).toEqual(feed.map((_, index) => index + 1));
    expect(feed.filter(({ type }) => type === 'tidemark.ContractCreated')).toHaveLength(3);
  });

  it('ask the one in charge for a rebuild', async () => {
    await startWorker('worker 1');
    await openShop(any);
    expect(await inTurn().post('/v1/admin/rebuild')).toEqual({ rebuilt: true });
    expect(await inTurn().post('/v1/admin/verify')).toMatchObject({ equal: true });
  });

  it('answer nothing yet while no worker runs, and say why', async () => {
    const { position } = await any.post('/v1/accounts', { accountType: 'company', name: 'Acme' });
    const { status, text } = await inTurn().send('GET', `/v1/accounts?notBefore=${position}`);
    expect([status, text]).toEqual([503, expect.stringContaining('read-model-behind')]);
    await startWorker('worker 1');
    const { items } = await inTurn().get<{ items: readonly unknown[] }>(`/v1/accounts?notBefore=${position}`);
    expect(items).toHaveLength(1);
  });
});
