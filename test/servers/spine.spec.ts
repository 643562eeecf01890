import { randomUUID } from 'node:crypto';
import { openMongoKeyStore } from '../../libs/sealing/mongodb/mongo-key-store.js';
import { openShop, opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { feedIn } from '../../libs/testing/api/shown.js';
import { LiveFeed } from '../../libs/testing/api/live-feed.js';
import { programs } from '../../libs/testing/api/programs.js';
import { ServerProcess } from '../../libs/testing/api/server-process.js';
import { testKey, withQuery } from '../../libs/testing/api/test-api.js';
import { serverForTests } from '../../libs/testing/log/eventstoredb/server-for-tests.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';
import { mongoUrl, openedMongo } from './mongodb/server.js';

const eventStoreUrl = serverForTests();
const database = `test_${randomUUID()}`;
const dataKey = Buffer.alloc(32, 7);

/** The server may have a log already, of other tests: keys may begin here all the same. */
beforeAll(async () => {
  await openMongoKeyStore({ mongo: await openedMongo({ database }), dataKey });
});

/** Api and worker processes over the servers, which the tests share; requests go to each api in turn. */
class Deployment {
  readonly workers: ServerProcess[] = [];
  private apis: ServerProcess[] = [];

  private constructor(
    private readonly env: Readonly<Record<string, string>>,
    private readonly folder: string,
  ) {}

  static async start(apis: number, workers: number): Promise<Deployment> {
    const env = {
      EVENTSTORE_URL: await eventStoreUrl(),
      MONGODB_URL: mongoUrl().replace(/\/(?=\?|$)/, `/${database}`),
      DATA_KEY: dataKey.toString('base64'),
      ADMIN_API_KEY: testKey,
      WORKER_PORT: '0',
    };
    const deployment = new Deployment(env, tempFolder());
    // All at once: whichever comes first makes what an empty Tidemark has.
    await Promise.all([
      ...Array.from({ length: apis }, () => deployment.startApi()),
      ...Array.from({ length: workers }, () => deployment.startWorker()),
    ]);
    return deployment;
  }

  async startApi(): Promise<void> {
    this.apis.push(await ServerProcess.start(this.folder, this.env));
  }

  async startWorker(): Promise<void> {
    this.workers.push(await ServerProcess.start(this.folder, this.env, programs.worker));
  }

  /** The api whose turn it is. */
  get next(): ServerProcess {
    const [first, ...others] = this.apis;
    if (first === undefined) throw new Error('There is no api.');
    this.apis = [...others, first];
    return first;
  }

  post(url: string, body?: object) {
    return this.next.post(url, body);
  }

  /** Sells so many seats; resolves with the position of the sale. */
  async sell(shop: Shop, quantity: string): Promise<string> {
    const { id } = await opportunityOf(this, shop);
    const quotes = `/v1/opportunities/${id}/quotes`;
    const lines = [suiteLine(shop, quantity)];
    const { quoteId } = await this.post(quotes, { name: 'Offer', currency: 'EUR', lines });
    await this.post(`${quotes}/${quoteId}/activate`);
    return (await this.post(`/v1/opportunities/${id}/sell`)).position;
  }

  /** Of the shop's contracts. */
  async quantities({ accountId }: Shop, position: string): Promise<readonly string[]> {
    const { items } = await this.next.get<{ items: readonly { readonly quantity: string }[] }>(
      withQuery('/v1/contracts', { notBefore: position, filter: { accountId: { eq: accountId } } }),
    );
    return items.map(({ quantity }) => quantity).sort();
  }

  /** All of it, and the types of what is of this shop. */
  async feed({ accountId }: Shop) {
    const events = feedIn((await this.next.send('GET', '/v1/contract-events')).text);
    const own = events.filter(({ data }) => JSON.stringify(data).includes(accountId)).map(({ type }) => type);
    return { sequences: events.map(({ sequence }) => sequence), own };
  }

  async stop(): Promise<void> {
    const ended = await Promise.all([...this.apis, ...this.workers].map((each) => each.stop()));
    expect(ended.map(({ code }) => code).filter((code) => code !== null)).toEqual(
      ended.filter(({ code }) => code !== null).map(() => 0),
    );
  }
}

describe('Tidemark on EventStoreDB and MongoDB', () => {
  it('sells, makes contracts and delivers them whichever api is asked, and is what a rebuild makes of it', async () => {
    const deployment = await Deployment.start(3, 1);
    const shop = await openShop(deployment, randomUUID());
    const position = await deployment.sell(shop, '10');
    expect(await deployment.quantities(shop, position)).toEqual(['10']);
    const { sequences, own } = await deployment.feed(shop);
    expect(own).toEqual(['tidemark.ContractCreated', 'tidemark.SaleCompleted']);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    await deployment.next.ready();
    expect(await deployment.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
    expect(await deployment.post('/v1/admin/rebuild')).toEqual({ rebuilt: true });
    expect(await deployment.quantities(shop, position)).toEqual(['10']);
    expect(await deployment.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
    await deployment.stop();
  });

  it('answers a repeated command alike through two apis at once, and tells the live readers of every api', async () => {
    const deployment = await Deployment.start(2, 1);
    const shop = await openShop(deployment, randomUUID());
    const [one, other] = [deployment.next, deployment.next];
    await one.ready();
    const feeds = await Promise.all([one, other].map(({ origin }) => LiveFeed.open(origin, '?after=0')));
    const before = await Promise.all(feeds.map((feed) => feed.untilCaughtUp()));

    const headers = { authorization: `Bearer ${testKey}`, 'idempotency-key': randomUUID() };
    const body = { accountType: 'company', name: 'Once' };
    const sent = await Promise.all([one, other, one].map((api) => api.send('POST', '/v1/accounts', body, headers)));
    const ids = sent.map(({ text }) => (JSON.parse(text) as { readonly id: string }).id);
    expect(new Set(ids).size).toBe(1);

    await deployment.sell(shop, '10');
    for (const [index, feed] of feeds.entries()) {
      const told = (await feed.next(2)).map(({ data }) => [data.sequence, data.type]);
      const last = (before[index]?.length ?? 1) - 1;
      expect(told).toEqual([
        [last + 1, 'tidemark.ContractCreated'],
        [last + 2, 'tidemark.SaleCompleted'],
      ]);
      feed.leave();
    }
    await deployment.stop();
  });

  it('goes on with another worker after a kill, and after one that was paused: nothing is done twice', async () => {
    const deployment = await Deployment.start(2, 2);
    const shop = await openShop(deployment, randomUUID());
    expect(await deployment.quantities(shop, await deployment.sell(shop, '10'))).toEqual(['10']);

    const [one, other] = deployment.workers;
    if (one === undefined || other === undefined) throw new Error('There are no two workers.');
    process.kill(one.pid, 'SIGSTOP');
    const second = await deployment.sell(shop, '20');
    await untilAnswered(async () => expect(await deployment.quantities(shop, second)).toEqual(['10', '20']));
    process.kill(one.pid, 'SIGCONT');
    await other.stop('SIGKILL');
    const third = await deployment.sell(shop, '30');
    await untilAnswered(async () => expect(await deployment.quantities(shop, third)).toEqual(['10', '20', '30']));

    const { sequences, own } = await deployment.feed(shop);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(own.filter((type) => type === 'tidemark.ContractCreated')).toHaveLength(3);
    expect(await deployment.post('/v1/admin/verify')).toMatchObject({ equal: true });
  });
});

/** A take-over lasts longer than one read waits: it is asked again. */
async function untilAnswered(question: () => Promise<void>, tries = 12): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      await question();
      return;
    } catch (error) {
      if (left === 0 || !String(error).includes('read-model-behind')) throw error;
    }
  }
}
