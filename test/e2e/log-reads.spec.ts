import type { Adapters } from '../../libs/application/adapters/adapters.js';
import { commandExamples } from '../../libs/testing/api/command-examples.js';
import { activeQuote, openShop, opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { TestApi, type Method } from '../../libs/testing/api/test-api.js';

/** What is read from the log while somebody counts: the streams of each read. */
class Reads {
  private reads: (readonly string[])[] = [];

  around = (adapters: Adapters): Adapters => {
    const { log } = adapters;
    const counted: Pick<Adapters['log'], 'read' | 'readMany'> = {
      read: (stream, ...rest) => {
        this.reads.push([stream]);
        return log.read(stream, ...rest);
      },
      readMany: (tails) => {
        this.reads.push(tails.map(({ stream }) => stream));
        return log.readMany(tails);
      },
    };
    return { ...adapters, log: new Proxy(log, { get: (of, name) => bound(name in counted ? counted : of, name) }) };
  };

  /** What the command alone reads: the processes that follow the log stand still meanwhile. */
  async during(api: TestApi, command: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
    await api.settled();
    await api.runtime.processes.stop();
    this.reads = [];
    await command();
    // Keys are read by whoever lets the request in, once in half a second at most, whatever it asks for.
    const reads = this.reads.filter((streams) => !streams.every((stream) => stream.startsWith('apiKey-')));
    await api.runtime.processes.start();
    return reads;
  }
}

function bound(of: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'function' ? (value.bind(of) as unknown) : value;
}

function twice(reads: readonly (readonly string[])[]): readonly string[] {
  const streams = reads.flat();
  return streams.filter((stream, index) => streams.indexOf(stream) !== index);
}

const categories = (streams: readonly string[]): readonly string[] =>
  streams.map((stream) => stream.slice(0, stream.indexOf('-')));

describe('what commands read from the log', () => {
  const reads = new Reads();
  let api: TestApi;
  let shop: Shop;
  beforeAll(async () => {
    api = await TestApi.open({ around: reads.around });
    shop = await openShop(api);
  });
  afterAll(() => api.close());

  const send = (method: Method, url: string, body?: object) => async () => {
    const answer = await api.send(method, url, body);
    if (answer.status >= 300) throw new Error(`${method} ${url} answered ${String(answer.status)}: ${answer.text}`);
  };

  it('no command reads a stream twice, nor does its repeat', async () => {
    const examples = await commandExamples(api);
    const found: Record<string, unknown> = {};
    for (const [route, { method, url, body }] of Object.entries(examples)) {
      const read = await reads.during(api, send(method, url, body));
      if (twice(read).length > 0) found[route] = read;
    }
    expect(found).toEqual({});
    await api.patch('/v1/settings/sales', { usePriceBookItems: true });
  });

  it('lines of one product and one book cost three reads however many they are', async () => {
    for (const count of [1, 1_000]) {
      const { id } = await opportunityOf(api, shop);
      const lines = Array.from({ length: count }, () => suiteLine(shop));
      const create = send('POST', `/v1/opportunities/${id}/quotes`, { name: 'Q', currency: 'EUR', lines });
      expect((await reads.during(api, create)).map(categories)).toEqual([
        ['opportunity'],
        ['product', 'priceBook', 'priceBookItem', 'salesSettings'],
        ['productCategory'],
      ]);
    }
  });

  it('back-dated lines cost as many reads however many they are', async () => {
    const readsFor = async (count: number) => {
      const { id } = await opportunityOf(api, shop, { occurredAt: '2017-02-01' });
      const lines = Array.from({ length: count }, () => suiteLine(shop));
      const body = { name: 'Q', currency: 'EUR', lines, occurredAt: '2017-02-02' };
      return (await reads.during(api, send('POST', `/v1/opportunities/${id}/quotes`, body))).map(categories);
    };
    const one = await readsFor(1);
    // The opportunity; catalogue and category, each as they are now and as they were then.
    expect(one).toHaveLength(5);
    expect(await readsFor(100)).toEqual(one);
  });

  it('what opening and selling an opportunity look up is read at once', async () => {
    const opened = await reads.during(api, () => opportunityOf(api, shop));
    expect(opened.map(categories)).toEqual([['opportunity'], ['pipeline', 'account', 'user']]);
  });

  it('a runtime that has just started reads each stream once too', async () => {
    const { id } = await opportunityOf(api, shop);
    await activeQuote(api, id, [suiteLine(shop)]);
    await api.settled();
    await api.close();
    const after = new Reads();
    api = await TestApi.open({ folder: api.folder, clock: api.clock, around: after.around });
    const opened = await after.during(api, async () => opportunityOf(api, shop));
    expect(twice(opened)).toEqual([]);
    expect(twice(await after.during(api, send('POST', `/v1/opportunities/${id}/sell`, {})))).toEqual([]);
  });
});
