import { AnswerCheck, type Described } from '../../libs/testing/api/answer-check.js';
import { referencesIn } from '../../libs/testing/api/routes.js';
import { openShop, soldOpportunity } from '../../libs/testing/api/shop.js';
import { feed } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';

interface AsyncApi {
  readonly asyncapi: string;
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: object }>>;
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: { readonly $ref: string } }>>;
    readonly schemas: Readonly<Record<string, unknown>>;
  };
}

let api: TestApi;
let document: AsyncApi;

beforeAll(async () => {
  api = await TestApi.open();
  document = await api.get<AsyncApi>('/asyncapi.json');
  const shop = await openShop(api);
  const { opportunityId } = await soldOpportunity(api, shop);
  await api.post(`/v1/opportunities/${opportunityId}/unlock`);
  await api.post(`/v1/opportunities/${opportunityId}/lose`, { reasonCode: 'not-stated' });
});
afterAll(() => api.close());

describe('the AsyncAPI document', () => {
  it('describes every event of the feed by its message, whole', async () => {
    const check = new AnswerCheck({ ...document, paths: {} });
    const events = await feed(api);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(1);
    for (const event of events) {
      const { payload } = document.components.messages[event.type.replace('tidemark.', '')] ?? {};
      expect(check.faultsBy(payload?.$ref.split('/').at(-1) ?? 'none', event)).toEqual([]);
    }
  });

  it('is of version 3, and each of its references leads somewhere', () => {
    expect(document.asyncapi).toBe('3.0.0');
    expect(document.channels['contractEvents']?.address).toBe('/v1/contract-events');
    const found = referencesIn(document).map((reference) => {
      const parts = reference.split('/').slice(1);
      return [
        reference,
        parts.reduce<unknown>((inside, part) => Reflect.get(Object(inside) as object, part), document),
      ];
    });
    expect(found.filter(([, target]) => target === undefined)).toEqual([]);
    expect(found.length).toBeGreaterThan(20);
  });

  it('is for everyone, as the other documents are', async () => {
    expect((await api.send('GET', '/asyncapi.json', undefined, { authorization: '' })).status).toBe(200);
  });
});

describe('the OpenAPI document', () => {
  it('describes every event of the feed, whole, and each of its references leads somewhere', async () => {
    const described = await api.get<Described>('/openapi.json');
    const check = new AnswerCheck(described);
    const faults = (await feed(api)).flatMap((event) => check.faultsBy('FeedEvent', event));
    expect(faults).toEqual([]);
    const lost = referencesIn(described).filter((reference) => {
      const parts = reference.split('/').slice(1);
      return (
        parts.reduce<unknown>((inside, part) => Reflect.get(Object(inside) as object, part), described) === undefined
      );
    });
    expect(lost).toEqual([]);
  });
});
