import { AnswerCheck, type Described } from '../../libs/testing/api/answer-check.js';
import { commandExamples, type CommandExample } from '../../libs/testing/api/command-examples.js';
import { readExamples, type ReadExample } from '../../libs/testing/api/read-examples.js';
import { activeQuote, openShop, opportunityOf, suiteLine } from '../../libs/testing/api/shop.js';
import { documentedRoutes } from '../../libs/testing/api/routes.js';
import { TestApi, withQuery, type Answer, type Headers, type Method } from '../../libs/testing/api/test-api.js';

/** A request by the name of its route. */
type Asked = readonly [route: string, method: Method, url: string, body?: unknown, headers?: Headers];

let api: TestApi;
let check: AnswerCheck;
let reads: Readonly<Record<string, ReadExample>>;
let commands: Readonly<Record<string, CommandExample>>;
/** The reads' own: what they have put by reference stands in the way of the commands that do. */
let readApi: TestApi;
/** The reads that can be asked as of then. */
let dated: readonly string[];

beforeAll(async () => {
  [api, readApi] = await Promise.all([TestApi.open(), TestApi.open()]);
  check = new AnswerCheck(await api.get<Described>('/openapi.json'));
  dated = (await documentedRoutes(api)).filter(({ parameters }) => parameters.includes('asOf')).map(({ name }) => name);
  reads = await readExamples(readApi);
  commands = await commandExamples(api);
  await readApi.settled();
});
afterAll(() => Promise.all([api.close(), readApi.close()]));

/** What is not as documented of the answers to these requests, or is not as expected. */
async function faults(
  of: TestApi,
  requests: readonly Asked[],
  isExpected: (status: number) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  expect(requests).not.toEqual([]);
  for (const [route, method, url, body, headers] of requests) {
    const answer: Answer = await of.send(method, url, body, headers);
    const shown = `${String(answer.status)} ${answer.text.slice(0, 200)}`;
    if (!isExpected(answer.status)) found.push(`${route} answered ${shown}`);
    found.push(...check.faultsOf(route, answer).map((fault) => `${route}: ${fault}`));
  }
  return found;
}

const done = (status: number) => status < 300;
const only =
  (...statuses: readonly number[]) =>
  (status: number) =>
    statuses.includes(status);

const readsWith = (query: object, isAsked: (route: string) => boolean = () => true): readonly Asked[] =>
  Object.entries(reads)
    .filter(([route]) => isAsked(route))
    .map(([route, { url, needed }]) => [route, 'GET', withQuery(url, { ...needed, ...query })]);
const commandsWith = (headers: Headers = {}): readonly Asked[] =>
  Object.entries(commands).map(([route, { method, url, body }]) => [route, method, url, body, headers]);

const ofData = (route: string) => route.startsWith('GET /v1/');

describe('the document describes the whole answer', () => {
  it('of every read, now', async () => {
    expect(await faults(readApi, readsWith({}), done)).toEqual([]);
  });

  it('of every read, as of then', async () => {
    const isDated = (route: string) => dated.includes(route);
    expect(await faults(readApi, readsWith({ asOf: '2016-12-31' }, isDated), only(200, 404))).toEqual([]);
    expect(await faults(readApi, readsWith({ asOf: readApi.clock.now() }, isDated), done)).toEqual([]);
  });

  it('of requests without a key, in a form that there is not, with parameters that there are not', async () => {
    const without: Headers = { authorization: '' };
    const unread: Headers = { accept: 'text/html' };
    const asked = readsWith({}, ofData);
    const [noKeys, noForms] = [without, unread].map((headers) => [
      ...asked.map(([route, method, url]): Asked => [route, method, url, undefined, headers]),
      ...commandsWith(headers),
    ]);
    expect(await faults(readApi, noKeys ?? [], only(401))).toEqual([]);
    expect(await faults(readApi, noForms ?? [], only(406))).toEqual([]);
    expect(await faults(readApi, readsWith({ surprise: '1' }, ofData), only(400))).toEqual([]);
  });

  it('of an address that is too long, and of a filter that is', async () => {
    const filterOf = (length: number): Asked => {
      return ['GET /v1/leads', 'GET', withQuery('/v1/leads', { filter: 'x'.repeat(length) })];
    };
    expect(await faults(readApi, [filterOf(17_000)], only(431))).toEqual([]);
    expect(await faults(readApi, [filterOf(15_001)], only(400))).toEqual([]);
  });

  it('of commands with a stale If-Match, another media type, a strange field', async () => {
    const tagged = commandsWith({ 'if-match': '"77"' });
    expect(await faults(api, tagged, only(412))).toEqual([]);
    const asText = commandsWith({ 'content-type': 'text/plain' }).filter(([, method]) => method !== 'DELETE');
    expect(await faults(api, asText, only(415))).toEqual([]);
    const strange = commandsWith().map(([route, method, url]): Asked => [route, method, url, { surprise: 1 }]);
    expect(await faults(api, strange, only(400))).toEqual([]);
    const future = commandsWith().map(([route, method, url, body = {}]): Asked => {
      return [route, method, url, { ...Object(body), occurredAt: '2100-01-01' }];
    });
    // What is decided before its time comes first.
    expect(await faults(api, future, only(409, 422))).toEqual([]);
  });

  it('of a dry run, and of settings that stay as they are', async () => {
    const shop = await openShop(api, 'Dry');
    const { id } = await opportunityOf(api, shop);
    const quoteId = await activeQuote(api, id, [suiteLine(shop)]);
    const [one, lines] = [`/v1/opportunities/${id}`, `/quotes/${quoteId}/lines`];
    const dry: readonly Asked[] = [
      ['POST /v1/opportunities/{id}/sell', 'POST', `${one}/sell`, { dryRun: true }],
      [
        'POST /v1/opportunities/{id}/quotes/{quoteId}/lines',
        'POST',
        one + lines,
        { add: [suiteLine(shop)], dryRun: true },
      ],
      ['PATCH /v1/settings/sales', 'PATCH', '/v1/settings/sales', { usePriceBookItems: true }],
    ];
    expect(await faults(api, dry, done)).toEqual([]);
  });

  it('of every command, and of its repeat', async () => {
    const withKeys = commandsWith({ 'idempotency-key': 'documented' });
    expect(await faults(api, withKeys, done)).toEqual([]);
    expect(await faults(api, withKeys, done)).toEqual([]);
    expect(await faults(api, commandsWith(), only(200, 201, 404, 409, 422))).toEqual([]);
  });

  it('of every line of a batch', async () => {
    const lines = [{ path: '/v1/projects', body: { name: 'North' } }, { path: '/v1/nothing' }];
    const body = lines.map((line) => JSON.stringify(line)).join('\n');
    const answer = await api.send('POST', '/v1/batch', body, { 'content-type': 'application/x-ndjson' });
    expect(check.faultsOf('POST /v1/batch', answer)).toEqual([]);
    const answers = answer.text.trim().split('\n');
    expect(answers).toHaveLength(2);
    expect(answers.flatMap((line) => check.faultsBy('BatchAnswer', JSON.parse(line)))).toEqual([]);
  });
});
