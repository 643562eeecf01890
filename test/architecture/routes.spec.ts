import { aggregates } from '../../libs/application/register/aggregates.js';
import { commandExamples } from '../../libs/testing/api/command-examples.js';
import { readExamples, type ReadExample } from '../../libs/testing/api/read-examples.js';
import { documentedRoutes, routesInTree } from '../../libs/testing/api/routes.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

/** Routes that are no command of one record and no read, and where they are tried. */
const triedElsewhere: Readonly<Record<string, string>> = {
  'POST /v1/batch': 'test/e2e/batch.spec.ts',
  'POST /v1/admin/verify': 'test/e2e/operate.spec.ts',
  'POST /v1/admin/rebuild': 'test/e2e/operate.spec.ts',
  'POST /v1/admin/parked/replay': 'test/faults/parked/replay.spec.ts',
};
/** Served beside the API: its documentation. */
const notDocumented = ['GET /openapi.json', 'GET /asyncapi.json', 'GET /docs-yaml'];

let api: TestApi;
let documented: readonly string[];
let reads: Readonly<Record<string, ReadExample>>;

beforeAll(async () => {
  api = await TestApi.open();
  documented = (await documentedRoutes(api)).map(({ name }) => name);
  reads = await readExamples(api);
});
afterAll(() => api.close());

describe('every route of the API', () => {
  it('is documented, and every one that is documented is served', () => {
    const tree = api.routeTree();
    const served = routesInTree(tree).filter((route) => !route.startsWith('HEAD ') && !route.startsWith('OPTIONS '));
    expect(served.filter((route) => !notDocumented.includes(route)).sort()).toEqual([...documented].sort());
  });

  it('lists the records of every aggregate that has a path', () => {
    const paths = Object.values(aggregates).flatMap(({ registration }) => registration.path ?? []);
    expect(paths.filter((path) => !documented.includes(`GET /v1/${path}`))).toEqual([]);
  });

  it('has an example, by which it is tried with all others', async () => {
    const commands = await commandExamples(api);
    const tried = [...Object.keys(commands), ...Object.keys(reads), ...Object.keys(triedElsewhere)];
    expect(tried.sort()).toEqual([...documented].sort());
  });

  it('that reads carries its example out', async () => {
    const failed: string[] = [];
    for (const [route, { url, needed }] of Object.entries(reads)) {
      const { status, text } = await api.send('GET', withQuery(url, needed));
      if (status !== 200) failed.push(`${route}: ${String(status)} ${text.slice(0, 200)}`);
    }
    expect(failed).toEqual([]);
  });
});
