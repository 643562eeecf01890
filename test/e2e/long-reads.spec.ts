import type { Adapters } from '../../libs/application/adapters/adapters.js';
import { ReaderThreads } from '../../libs/read-store/sqlite/reader-threads.js';
import type { LongRead, LongReads } from '../../libs/read-store/long-read.js';
import { longReads } from '../../libs/application/runtime/long-reads.js';
import { groupBys } from '../../libs/application/reports/sales-groupings.js';
import { openWith } from '../../libs/sealing/sealer.js';
import { readExamples } from '../../libs/testing/api/read-examples.js';
import { openShop, opportunityOf } from '../../libs/testing/api/shop.js';
import type { Page, ShownOpportunity } from '../../libs/testing/api/shown.js';
import { compiledSources as compiled, TestApi, withQuery } from '../../libs/testing/api/test-api.js';

/** What became of a read: its answer, or its refusal with all that it carries. */
const outcome = (made: Promise<unknown>): Promise<unknown> =>
  made.catch((error: unknown) =>
    error instanceof Error ? { ...Object.fromEntries(Object.entries(error)), message: error.message } : error,
  );

describe('long reads in threads of their own', () => {
  let api: TestApi;
  const differing: string[] = [];
  const made = new Set<string>();

  /** Makes each read here too, and compares. */
  const compared = (adapters: Adapters): Adapters => {
    const { longReads: inThreads, store, keys } = adapters;
    const make = async <Asked, Answer>(read: LongRead<Asked, Answer>, asked: Asked): Promise<Answer> => {
      if (inThreads === undefined) throw new Error('There are no threads.');
      const open = <T>(value: T): Promise<T> => openWith(keys, value);
      const here = store.reading((snapshot) => read.answer({ store: snapshot, open }, asked));
      const there = inThreads.make(read, asked);
      const [one, other] = [await outcome(there), await outcome(here)];
      made.add(read.name);
      if (JSON.stringify(one) !== JSON.stringify(other)) differing.push(`${read.name} ${JSON.stringify([one, other])}`);
      return there;
    };
    return { ...adapters, longReads: { make } };
  };

  beforeAll(async () => {
    api = await TestApi.open({ compiled, around: compared });
  });
  afterAll(() => api.close());

  it('answer what they would here: every route that reads, now, then and as it was known; every grouping', async () => {
    const examples = Object.values(await readExamples(api));
    await api.settled();
    const today = api.clock.now().slice(0, 10);
    for (const { url, needed } of examples) {
      for (const at of [{}, { asOf: today }, { asOf: '2016-12-31', knownAt: today }]) {
        const { status } = await api.send('GET', withQuery(url, { ...needed, ...at }));
        // Only what keeps history can be asked about its past, and not everything was there then.
        expect([200, 400, 404]).toContain(status);
      }
    }
    for (const groupBy of groupBys) await api.get(`/v1/reports/sales?groupBy=${groupBy}`);
    await api.get(withQuery('/v1/opportunities', { sort: '-amountMinor,name', countUpTo: '5000', q: 'a' }));
    expect([...made].sort()).toEqual(longReads.map(({ name }) => name).sort());
    expect(differing).toEqual([]);
  });

  it('are refused as they would be here', async () => {
    const nobody = '0198a2b6-6c5e-7d9a-8f3b-0a1b2c3d4e5f';
    const refused = async (url: string, query: Readonly<Record<string, string>>) => {
      const { status, text } = await api.send('GET', withQuery(url, query));
      return [status, (JSON.parse(text) as { code: string }).code];
    };
    expect(await refused('/v1/reports/pipeline', { project: nobody })).toEqual([404, 'project-not-found']);
    expect(await refused('/v1/reports/sales', { groupBy: 'month', sort: 'name' })).toEqual([400, 'unknown-field']);
    expect(await refused('/v1/boards/pipeline', { pipeline: nobody })).toEqual([404, 'pipeline-not-found']);
    expect(await refused('/v1/opportunities', { asOf: '2017-01-01', cursor: 'x' })).toEqual([400, 'bad-cursor']);
    expect(differing).toEqual([]);
  });
});

describe('while the read models are made again', () => {
  it('long reads are answered, and of what took their place afterwards', async () => {
    const api = await TestApi.open({ compiled });
    const shop = await openShop(api);
    await opportunityOf(api, shop);
    await api.settled();
    const past = withQuery('/v1/opportunities', { asOf: api.clock.now().slice(0, 10) });
    /** As each of the two threads has it. */
    const counts = async (): Promise<readonly number[]> => {
      const pages = await Promise.all([1, 2].map(() => api.get<Page<ShownOpportunity>>(past)));
      return pages.map(({ items }) => items.length);
    };
    expect(await counts()).toEqual([1, 1]);

    let isDone = false;
    const statuses = new Set<number>();
    const reading = [1, 2, 3].map(async () => {
      while (!isDone) statuses.add((await api.send('GET', past)).status);
    });
    const rebuilt = await api.send('POST', '/v1/admin/rebuild');
    isDone = true;
    await Promise.all(reading);
    expect([rebuilt.status, ...statuses]).toEqual([200, 200]);

    await opportunityOf(api, shop);
    await api.settled();
    expect(await counts()).toEqual([2, 2]);
    await api.close();
  });
});

/** Reads until it is given up. */
const endless = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from 'node:worker_threads';
    parentPort.on('message', ({ kind }) => {
      if (kind === 'release') return parentPort.postMessage({ answer: undefined });
      const wait = () => {
        if (Atomics.load(workerData.givenUp, 0) === 0) return setImmediate(wait);
        parentPort.postMessage({ problem: { name: 'ReadStoreUnavailable', message: 'given up' } });
      };
      wait();
    });`)}`,
);

describe('more long reads than can be made soon', () => {
  it('are refused with 503 and Retry-After, while everything else is answered', async () => {
    const threads = new ReaderThreads({ worker: endless, workerData: {}, threads: 1, waiting: 1 });
    let taken = 0;
    let bothTaken: () => void = () => undefined;
    const areTaken = new Promise<void>((resolve) => (bothTaken = resolve));
    const make: LongReads['make'] = <Asked, Answer>(_read: LongRead<Asked, Answer>, asked: Asked) => {
      const made = threads.ask(() => ({ asked })) as Promise<Answer>;
      taken += 1;
      if (taken === 2) bothTaken();
      return made;
    };
    const api = await TestApi.open({ around: (adapters) => ({ ...adapters, longReads: { make } }) });
    await api.settled();
    const held = ['/v1/reports/pipeline', '/v1/accounts?q=acme'].map((url) => api.send('GET', url));
    await areTaken;

    const refused = await api.send('GET', '/v1/reports/sales?groupBy=month');
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'too-many-reads', status: 503 });
    for (const url of ['/health/live', '/v1/users', '/v1/opportunities?limit=5'])
      expect((await api.send('GET', url)).status).toBe(200);

    await threads.close();
    for (const { status, headers } of await Promise.all(held))
      expect([status, headers['retry-after']]).toEqual([503, '1']);
    await api.close();
  });
});
