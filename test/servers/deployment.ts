import { randomUUID } from 'node:crypto';
import { openEventStoreLog } from '../../libs/event-log/eventstoredb/eventstoredb-log.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { openMongoKeyStore } from '../../libs/sealing/mongodb/mongo-key-store.js';
import { programs } from '../../libs/testing/api/programs.js';
import { ServerProcess } from '../../libs/testing/api/server-process.js';
import { opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { feedIn } from '../../libs/testing/api/shown.js';
import { testKey, withQuery } from '../../libs/testing/api/test-api.js';
import { serverForTests } from '../../libs/testing/log/eventstoredb/server-for-tests.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';
import { mongoUrl, openedMongo } from './mongodb/server.js';

type Env = Readonly<Record<string, string>>;

/** For a file's tests: starts api and worker processes over the servers, with a database and keys that are of this file alone. */
export function deploymentsForTests(): (apis: number, workers: number) => Promise<Deployment> {
  const eventStoreUrl = serverForTests();
  const database = `test_${randomUUID()}`;
  const dataKey = Buffer.alloc(32, 7);
  // The server may have a log already, of other tests: keys may begin here all the same.
  beforeAll(async () => {
    await openMongoKeyStore({ mongo: await openedMongo({ database }), dataKey });
  });
  return async (apis, workers) => {
    const env = {
      EVENTSTORE_URL: await eventStoreUrl(),
      MONGODB_URL: mongoUrl().replace(/(?<=\/\/[^/]+)\/[^/?]*(?=\?|$)/, `/${database}`),
      DATA_KEY: dataKey.toString('base64'),
      ADMIN_API_KEY: testKey,
      WORKER_PORT: '0',
    };
    return Deployment.start(env, apis, workers);
  };
}

/** Api and worker processes over the servers, which the tests of a file share; requests go to each api in turn. */
export class Deployment {
  readonly workers: ServerProcess[] = [];
  readonly apis: ServerProcess[] = [];
  private readonly folder = tempFolder();

  private constructor(readonly env: Env) {}

  static async start(env: Env, apis: number, workers: number): Promise<Deployment> {
    const deployment = new Deployment(env);
    await deployment.grow(apis, workers);
    return deployment;
  }

  /** Starts as many as are missing. All at once: whichever comes first makes what an empty Tidemark has. */
  async grow(apis: number, workers: number): Promise<void> {
    await Promise.all([
      ...Array.from({ length: apis - this.apis.length }, () => this.startApi()),
      ...Array.from({ length: workers - this.workers.length }, () => this.startWorker()),
    ]);
  }

  /** Nothing is asked of these any more. */
  leave(processes: readonly ServerProcess[]): void {
    for (const list of [this.apis, this.workers])
      list.splice(0, list.length, ...list.filter((each) => !processes.includes(each)));
  }

  private async startApi(): Promise<void> {
    this.apis.push(await ServerProcess.start(this.folder, this.env));
  }

  private async startWorker(): Promise<void> {
    this.workers.push(await ServerProcess.start(this.folder, this.env, programs.worker));
  }

  /** The api whose turn it is. */
  get next(): ServerProcess {
    const first = this.apis.shift();
    if (first === undefined) throw new Error('There is no api.');
    this.apis.push(first);
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

  /** The whole log, as soon as the workers have made of it all that they make by themselves. */
  async settledEvents(): Promise<readonly RecordedEvent[]> {
    const log = await openEventStoreLog({ url: this.env['EVENTSTORE_URL'] ?? '' });
    try {
      for (let seen = ''; ;) {
        const events: RecordedEvent[] = [];
        for await (const page of pagesToEnd(log)) events.push(...page.events);
        const end = events.at(-1)?.position ?? '';
        // What a process wrote last is after the place that it has reached.
        if (end === seen) return events;
        await untilAnswered(() => this.next.get(withQuery('/v1/contracts', { notBefore: end, limit: '1' })));
        seen = end;
      }
    } finally {
      await log.close();
    }
  }

  async stop(): Promise<void> {
    const ended = await Promise.all([...this.apis, ...this.workers].map((each) => each.stop()));
    expect(ended.map(({ code }) => code).filter((code) => code !== null)).toEqual(
      ended.filter(({ code }) => code !== null).map(() => 0),
    );
  }
}

/** A take-over, or a code that nobody came to have, lasts longer than one read waits: it is asked again. */
export async function untilAnswered(question: () => Promise<unknown>, tries = 24): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      await question();
      return;
    } catch (error) {
      if (left === 0 || !String(error).includes('read-model-behind')) throw error;
    }
  }
}
