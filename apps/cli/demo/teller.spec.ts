import { TestApi } from '../../../libs/testing/api/test-api.js';
import { fixedClock } from '../../../libs/testing/log/fixed-clock.js';
import { instantOf, later } from '../../../libs/kernel/dates.js';
import { feedIn, reportIn } from './answers.parse.js';
import { story, storyStart } from './story.js';
import { Teller } from './teller.js';
import { turningPoints } from './turning-points.js';

interface Told {
  readonly api: TestApi;
  readonly teller: Teller;
}

let first: Told;
let second: Told;

beforeAll(async () => {
  [first, second] = [await tell(), await tell()];
}, 300_000);
afterAll(() => Promise.all([first.api.close(), second.api.close()]));

async function tell(): Promise<Told> {
  const clock = fixedClock(instantOf(Date.parse(storyStart)));
  const api = await TestApi.open({ clock });
  const teller = new Teller({
    send: async ({ method, path, body, key }) => {
      const { status, text } = await api.send(method, path, body, { 'idempotency-key': key });
      return { status, answer: JSON.parse(text) as unknown };
    },
    clock: { moveTo: (moment) => clock.set(later(clock.now(), moment)) },
    dayIsOver: () => api.settled(),
    told: () => undefined,
    stop: new AbortController().signal,
  });
  await teller.tell(story({ seed: 'tidemark', deals: 12 }));
  await api.settled();
  return { api, teller };
}

const both = async (path: string): Promise<readonly [string, string]> => [
  (await first.api.send('GET', path)).text,
  (await second.api.send('GET', path)).text,
];

describe('a story that is told twice', () => {
  it('makes the same records under the same ids', () => {
    expect(first.teller.names.size).toBeGreaterThan(50);
    expect(second.teller.names).toEqual(first.teller.names);
  });

  it.each(['quarter', 'owner', 'office', 'product', 'account', 'project'])('sells the same by %s', async (groupBy) => {
    const [one, other] = await both(`/v1/reports/sales?groupBy=${groupBy}`);
    expect(reportIn(one).total.won.count).toBeGreaterThan(2);
    expect(other).toBe(one);
  });

  it('has the same pipeline on a past date', async () => {
    const [one, other] = await both('/v1/reports/pipeline?asOf=2025-09-30');
    expect(other).toBe(one);
  });

  it('makes the same contract events', async () => {
    const [one, other] = (await both('/v1/contract-events')).map((text) =>
      feedIn(text)
        .map(({ id, type }) => `${id} ${type}`)
        .sort(),
    );
    expect(one?.length).toBeGreaterThan(5);
    expect(other).toEqual(one);
  });

  it('knows one sale of the first quarter of 2025 only since May', async () => {
    const report = '/v1/reports/sales?groupBy=quarter&from=2025-01-01&to=2025-03-31';
    const [then] = await both(`${report}&knownAt=2025-04-05`);
    const [now] = await both(report);
    expect(reportIn(now).total.won.count - reportIn(then).total.won.count).toBe(1);
    expect(first.teller.names.has(turningPoints.late)).toBe(true);
  });
});
