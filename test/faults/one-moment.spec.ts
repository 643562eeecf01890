import type { RecordedEvent } from '../../libs/kernel/events.js';
import {
  activeQuote,
  openShop,
  opportunityOf,
  soldOpportunity,
  suiteLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import { feed, type Page, type ShownContract } from '../../libs/testing/api/shown.js';
import { problemIn, TestApi, type Answer, type Done } from '../../libs/testing/api/test-api.js';

// Many clients, each with a connection of its own, in one moment: one effect, and a true answer for each.

const many = 64;
const patience = 300_000;

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
}, patience);
afterAll(() => api.close());

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_one, index) => work(index)));
const done = (answers: readonly Answer[]): readonly Done[] =>
  answers.filter(({ status }) => status < 300).map(({ text }) => JSON.parse(text) as Done);
const codesOf = (answers: readonly Answer[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const code = answer.status < 300 ? 'done' : problemIn(answer).code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};
const streamOf = (id: string): Promise<readonly RecordedEvent[]> => api.log.read(`opportunity-${id}`);
const contractsOf = async (id: string): Promise<readonly ShownContract[]> => {
  await api.settled();
  return (await api.get<Page<ShownContract>>(`/v1/opportunities/${id}/contracts`)).items;
};
const readyToSell = async (): Promise<string> => {
  const { id } = await opportunityOf(api, shop);
  await activeQuote(api, id, [suiteLine(shop)]);
  return id;
};

describe('many clients change one opportunity in one moment', () => {
  it(
    'each has its turn without If-Match: as many revisions, each with its own change',
    async () => {
      const { id } = await opportunityOf(api, shop);
      const answers = await times(many, (index) =>
        api.send('PATCH', `/v1/opportunities/${id}`, { name: `By ${String(index)}` }),
      );
      expect(codesOf(answers)).toEqual({ done: many });
      const events = await streamOf(id);
      expect(
        done(answers)
          .map(({ revision }) => revision)
          .sort((a, b) => a - b),
      ).toEqual(Array.from({ length: many }, (_one, index) => index + 1));
      for (const { revision, record, position } of done(answers)) {
        expect(events[revision]?.position).toBe(position);
        expect(events[revision]?.data).toMatchObject({ to: { name: record['name'] } });
      }
      await api.settled();
      const last = done(answers).find(({ revision }) => revision === many);
      expect(await api.get(`/v1/opportunities/${id}`)).toEqual(last?.record);
    },
    patience,
  );

  it(
    'one wins with the If-Match that all of them have seen, and the others are told so',
    async () => {
      const { id, revision } = await opportunityOf(api, shop);
      const seen = { 'if-match': `"${String(revision)}"` };
      const answers = await times(many, (index) =>
        api.send('PATCH', `/v1/opportunities/${id}`, { name: `By ${String(index)}` }, seen),
      );
      expect(codesOf(answers)).toEqual({ done: 1, 'revision-stale': many - 1 });
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
      expect(await streamOf(id)).toHaveLength(2);
      await api.settled();
      expect(await api.get(`/v1/opportunities/${id}`)).toEqual(done(answers)[0]?.record);
    },
    patience,
  );

  it(
    'all get through that read and try again after a 412',
    async () => {
      const { id } = await opportunityOf(api, shop);
      const client = async (index: number): Promise<number> => {
        for (let tries = 1; ; tries += 1) {
          const { headers } = await api.send('GET', `/v1/opportunities/${id}`);
          const answer = await api.send(
            'PATCH',
            `/v1/opportunities/${id}`,
            { name: `By ${String(index)}` },
            { 'if-match': String(headers['etag']) },
          );
          if (answer.status === 200) return tries;
          expect(answer.status).toBe(412);
          await api.settled();
        }
      };
      await times(8, client);
      expect(await streamOf(id)).toHaveLength(9);
    },
    patience,
  );
});

describe('two people in one moment', () => {
  it(
    'both sell: one does, the other is refused, and the contracts are there once (SOLD-04)',
    async () => {
      for (let round = 0; round < 5; round += 1) {
        const id = await readyToSell();
        const answers = await times(2, () => api.send('POST', `/v1/opportunities/${id}/sell`));
        expect(codesOf(answers)).toEqual({ done: 1, 'opportunity-locked': 1 });
        expect((await streamOf(id)).filter(({ type }) => type === 'OpportunitySold')).toHaveLength(1);
        expect(await contractsOf(id)).toMatchObject([{ status: 'active', quantity: '10', sequence: 1 }]);
      }
    },
    patience,
  );

  it(
    'one unlocks while the other sells: whoever is second finds what the first has done',
    async () => {
      for (let round = 0; round < 5; round += 1) {
        const { opportunityId: id } = await soldOpportunity(api, shop);
        const acts = round % 2 === 0 ? ['unlock', 'sell'] : ['sell', 'unlock'];
        const answers = await Promise.all(acts.map((act) => api.send('POST', `/v1/opportunities/${id}/${act}`)));
        const [unlocked, sold] = round % 2 === 0 ? answers : [...answers].reverse();
        expect(unlocked?.status).toBe(200);
        const types = (await streamOf(id)).slice(4).map(({ type }) => type);
        // Sold again after the unlocking, or refused before it.
        if (sold?.status === 200) expect(types).toEqual(['OpportunityUnlocked', 'OpportunitySold']);
        else {
          expect(codesOf(sold ? [sold] : [])).toEqual({ 'opportunity-locked': 1 });
          expect(types).toEqual(['OpportunityUnlocked']);
        }
        expect(await contractsOf(id)).toMatchObject([{ status: 'active', sequence: 1 }]);
      }
    },
    patience,
  );

  it(
    'many sell, unlock and lose at will: contracts are what the standing sale says, each counted once',
    async () => {
      const ids = await Promise.all(Array.from({ length: 4 }, readyToSell));
      const acts = ['sell', 'unlock', 'sell', 'lose', 'reopen'];
      const answers = await times(many, (index) => {
        const act = acts[index % acts.length] ?? '';
        const body = act === 'lose' ? { reasonCode: 'not-stated' } : {};
        return api.send('POST', `/v1/opportunities/${ids[index % ids.length] ?? ''}/${act}`, body);
      });
      codesOf(answers);
      for (const id of ids) {
        const last = (await streamOf(id)).findLast(
          ({ type }) => type === 'OpportunitySold' || type === 'OpportunityLost',
        );
        const active = (await contractsOf(id)).filter(({ status }) => status === 'active');
        expect([last?.type, active.length]).toEqual(
          last?.type === 'OpportunitySold' ? [last.type, 1] : [last?.type, 0],
        );
      }
      const events = await feed(api);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
      expect(await api.get('/v1/admin/parked')).toEqual({ projections: [], processes: [] });
    },
    patience,
  );
});

describe('one Idempotency-Key many times in one moment', () => {
  const keyed = (key: string) => ({ 'idempotency-key': key });

  it(
    'creates one thing and answers all alike',
    async () => {
      const body = { accountType: 'company', name: 'Once' };
      const answers = await times(many, () => api.send('POST', '/v1/accounts', body, keyed('create')));
      expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
      expect(codesOf(answers)).toEqual({ done: many });
      expect(await api.log.read(`account-${done(answers)[0]?.id ?? ''}`)).toHaveLength(1);
    },
    patience,
  );

  it(
    'sells once and answers all alike',
    async () => {
      const id = await readyToSell();
      const answers = await times(many, () => api.send('POST', `/v1/opportunities/${id}/sell`, {}, keyed('sell')));
      expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
      expect(codesOf(answers)).toEqual({ done: many });
      expect(await contractsOf(id)).toHaveLength(1);
    },
    patience,
  );

  it(
    'claims a product code once and answers all alike (PRD-01)',
    async () => {
      const body = { code: 'ONCE', name: 'Once', categoryId: shop.hardware };
      const answers = await times(many, () => api.send('POST', '/v1/products', body, keyed('claim')));
      expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
      expect(codesOf(answers)).toEqual({ done: many });
    },
    patience,
  );

  it(
    'with as many bodies: one wins, and all others are told that the key stood for another',
    async () => {
      const { id } = await opportunityOf(api, shop);
      const answers = await times(many, (index) =>
        api.send('PATCH', `/v1/opportunities/${id}`, { name: `By ${String(index)}` }, keyed('bodies')),
      );
      expect(codesOf(answers)).toEqual({ done: 1, 'idempotency-key-reused': many - 1 });
      expect(await streamOf(id)).toHaveLength(2);

      const named = (index: number) => ({ accountType: 'company', name: `By ${String(index)}` });
      const made = await times(many, (index) => api.send('POST', '/v1/accounts', named(index), keyed('bodies')));
      expect(codesOf(made)).toEqual({ done: 1, 'idempotency-key-reused': many - 1 });
    },
    patience,
  );
});

describe('one product code in one moment (PRD-01)', () => {
  const categoryId = () => shop.hardware;

  it(
    'is one product’s, whoever asks; the others are named its holder',
    async () => {
      const answers = await times(many, (index) =>
        api.send('POST', '/v1/products', { code: 'WANTED', name: `By ${String(index)}`, categoryId: categoryId() }),
      );
      expect(codesOf(answers)).toEqual({ done: 1, 'value-taken': many - 1 });
      const [holder] = done(answers);
      for (const { text, status } of answers) {
        if (status === 409) expect(JSON.parse(text)).toMatchObject({ holder: holder?.id });
      }
    },
    patience,
  );

  it(
    'that a product gave up and takes back stays its own',
    async () => {
      const { id } = await api.post('/v1/products', { code: 'A-1', name: 'A', categoryId: categoryId() });
      for (let round = 0; round < 10; round += 1) {
        await api.patch(`/v1/products/${id}`, { code: 'A-2' });
        await api.patch(`/v1/products/${id}`, { code: 'A-1' });
        await api.settled();
        await api.refuses('POST', '/v1/products', { code: 'A-1', name: 'B', categoryId: categoryId() });
      }
    },
    patience,
  );

  it(
    'is not kept by a command that was refused at the last moment',
    async () => {
      const { id, revision } = await api.post('/v1/products', { code: 'L-0', name: 'L', categoryId: categoryId() });
      const seen = { 'if-match': `"${String(revision)}"` };
      const answers = await times(8, (index) =>
        api.send('PATCH', `/v1/products/${id}`, { code: `L-${String(index + 1)}` }, seen),
      );
      expect(codesOf(answers)).toEqual({ done: 1, 'revision-stale': 7 });
      await api.settled();
      const own = done(answers)[0]?.record['code'];
      for (let index = 1; index <= 8; index += 1) {
        const code = `L-${String(index)}`;
        if (code !== own) await api.post('/v1/products', { code, name: code, categoryId: categoryId() });
      }
    },
    patience,
  );
});
