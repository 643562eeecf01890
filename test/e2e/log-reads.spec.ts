import type { Adapters } from '../../libs/application/adapters/adapters.js';
import { commandExamples } from '../../libs/testing/api/command-examples.js';
import { activeQuote, openShop, opportunityOf, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { TestApi, type Method } from '../../libs/testing/api/test-api.js';

/** The streams that are read from the log while somebody counts. */
class Reads {
  streams: string[] = [];

  around = (adapters: Adapters): Adapters => {
    const { log } = adapters;
    const read: Adapters['log']['read'] = (stream, ...rest) => {
      this.streams.push(stream);
      return log.read(stream, ...rest);
    };
    return { ...adapters, log: new Proxy(log, { get: (of, name) => (name === 'read' ? read : bound(of, name)) }) };
  };

  /** What the command alone reads: the processes that follow the log stand still meanwhile. */
  async during(api: TestApi, command: () => Promise<unknown>): Promise<readonly string[]> {
    await api.settled();
    await api.runtime.processes.stop();
    this.streams = [];
    await command();
    const streams = [...this.streams];
    await api.runtime.processes.start();
    return streams;
  }
}

function bound(of: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'function' ? (value.bind(of) as unknown) : value;
}

const twice = (streams: readonly string[]): readonly string[] =>
  streams.filter((stream, index) => streams.indexOf(stream) !== index);

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
    const found: Record<string, readonly string[]> = {};
    for (const [route, { method, url, body }] of Object.entries(examples)) {
      const streams = await reads.during(api, send(method, url, body));
      if (twice(streams).length > 0) found[route] = streams;
    }
    expect(found).toEqual({});
  });

  it('lines of one product and one book cost the same reads however many they are', async () => {
    const readsFor = async (count: number) => {
      const { id } = await opportunityOf(api, shop);
      const lines = Array.from({ length: count }, () => suiteLine(shop));
      return reads.during(api, send('POST', `/v1/opportunities/${id}/quotes`, { name: 'Q', currency: 'EUR', lines }));
    };
    const one = await readsFor(1);
    // The opportunity; the product with its category, the book and the product's prices in it.
    expect(one).toHaveLength(5);
    expect((await readsFor(1_000)).length).toBe(one.length);
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
