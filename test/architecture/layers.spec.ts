import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}
interface Planted {
  readonly file: string;
  readonly imports: string;
  readonly typeOnly?: true;
}

/** For each rule a file that breaks it, and only it. */
const planted: Readonly<Record<string, readonly Planted[]>> = {
  'kernel-at-the-bottom': [{ file: 'libs/kernel/planted-up.ts', imports: '../event-log/event-log.js' }],
  'ports-know-no-context': [
    { file: 'libs/event-log/planted-up.ts', imports: '../sales/opportunity/opportunity.js' },
    { file: 'libs/read-store/planted-up.ts', imports: '../../projections/leads/leads.js' },
    { file: 'libs/projection/planted-up.ts', imports: '../processes/contracts.process.js' },
  ],
  'contexts-are-blind-to-each-other': [
    { file: 'libs/sales/opportunity/planted-across.ts', imports: '../../accounts/account/account.js' },
    {
      file: 'libs/contracts/contract/planted-across.ts',
      imports: '../../sales/opportunity/opportunity.js',
      typeOnly: true,
    },
    // A folder that nobody has listed anywhere.
    { file: 'libs/brand-new/thing/planted-across.ts', imports: '../../accounts/account/account.js' },
  ],
  'contexts-know-nothing-above': [
    { file: 'libs/sales/opportunity/planted-up.ts', imports: '../../processes/contracts.process.js' },
    { file: 'libs/accounts/account/planted-up.ts', imports: '../../../projections/leads/leads.js' },
    { file: 'libs/brand-new/thing/planted-up.ts', imports: '../../application/register/aggregates.js' },
  ],
  'application-below-apps': [{ file: 'libs/application/register/planted-up.ts', imports: '../../../apps/api/main.js' }],
  'api-contexts-meet-in-the-application': [
    { file: 'apps/api/sales/planted-across.ts', imports: '../accounts/accounts.dto.js' },
  ],
  'processes-below-apps': [{ file: 'libs/processes/planted-up.ts', imports: '../../projections/leads/leads.js' }],
  'projections-below-apps': [{ file: 'projections/leads/planted-up.ts', imports: '../../apps/api/main.js' }],
  'api-does-not-know-the-cli': [{ file: 'apps/api/planted-cli.ts', imports: '../cli/main.js' }],
  'test-helpers-in-tests-only': [
    { file: 'libs/sales/opportunity/planted-helper.ts', imports: '../../testing/given.js' },
  ],
  'adapters-are-wired-in-one-place': [
    { file: 'libs/processes/planted-adapter.ts', imports: '../event-log/sqlite/sqlite-event-log.js' },
    { file: 'libs/application/register/planted-adapter.ts', imports: '../../event-log/sqlite/sqlite-event-log.js' },
    { file: 'apps/api/planted-adapter.ts', imports: '../../libs/event-log/sqlite/sqlite-event-log.js' },
  ],
  'no-cycles': [{ file: 'apps/api/planted-here.ts', imports: './planted-there.js' }],
  'no-barrel': [{ file: 'libs/sales/index.ts', imports: './opportunity/opportunity.js' }],
  'libsql-only-in-sqlite': [{ file: 'apps/api/planted-libsql.ts', imports: 'libsql' }],
  'mongodb-only-in-mongodb': [{ file: 'libs/read-store/sqlite/planted-mongodb.ts', imports: 'mongodb' }],
  'eventstoredb-only-in-eventstoredb': [{ file: 'libs/event-log/planted-client.ts', imports: '@eventstore/db-client' }],
  'http-only-in-apps': [
    { file: 'libs/sales/opportunity/planted-dto.ts', imports: 'class-validator' },
    { file: 'libs/processes/planted-fastify.ts', imports: 'fastify' },
    { file: 'libs/application/register/planted-fastify.ts', imports: 'fastify' },
  ],
  'nest-only-in-application-and-apps': [
    { file: 'libs/projection/planted-nest.ts', imports: '@nestjs/common' },
    { file: 'libs/sales/opportunity/planted-nest.ts', imports: '@nestjs/common' },
  ],
  'decimal-only-in-kernel': [{ file: 'libs/sales/opportunity/planted-decimal.ts', imports: 'decimal.js' }],
  'prometheus-only-in-metrics': [{ file: 'libs/commands/planted-counter.ts', imports: 'prom-client' }],
  'opentelemetry-only-in-tracing': [{ file: 'libs/processes/planted-span.ts', imports: '@opentelemetry/api' }],
  'sdk-loaded-when-needed': [{ file: 'apps/api/planted-sdk.ts', imports: '../../libs/application/tracing/sdk.js' }],
  'kernel-does-no-io': [{ file: 'libs/kernel/planted-crypto.ts', imports: 'node:crypto' }],
  'contexts-do-no-io': [{ file: 'libs/sales/opportunity/planted-fs.ts', imports: 'node:fs' }],
  'projections-do-no-io': [{ file: 'projections/leads/planted-http.ts', imports: 'node:http' }],
  'no-dev-packages-in-sources': [{ file: 'libs/read-store/planted-oracle.ts', imports: 'mingo' }],
  'no-undeclared-packages': [{ file: 'apps/cli/planted-guest.ts', imports: 'came-along' }],
  'no-unresolvable': [{ file: 'apps/api/planted-gone.ts', imports: './gone.js' }],
};

/** What must stay allowed, so that no rule reaches too far. */
const allowed: readonly Planted[] = [
  { file: 'libs/event-log/event-log.ts', imports: '../kernel/dates.js' },
  { file: 'libs/read-store/read-store.ts', imports: '../event-log/event-log.js' },
  { file: 'libs/sealing/sealing.ts', imports: 'node:crypto' },
  { file: 'libs/event-log/sqlite/sqlite-event-log.ts', imports: 'libsql' },
  { file: 'libs/kernel/decimal.ts', imports: 'decimal.js' },
  { file: 'libs/processes/contracts.process.ts', imports: '../sales/opportunity/opportunity.js' },
  { file: 'projections/leads/leads.ts', imports: '../../libs/sales/opportunity/opportunity.js' },
  { file: 'libs/sales/opportunity/opportunity.spec.ts', imports: '../../testing/given.js' },
  { file: 'libs/testing/given.ts', imports: '../event-log/sqlite/sqlite-event-log.js' },
  { file: 'test/properties/filter.spec.ts', imports: 'mingo' },
  { file: 'apps/api/main.ts', imports: '@nestjs/common' },
  { file: 'apps/cli/main.ts', imports: '../api/main.js' },
  { file: 'libs/application/adapters/embedded.ts', imports: '../../event-log/sqlite/sqlite-event-log.js' },
  { file: 'libs/application/register/aggregates.ts', imports: '@nestjs/common' },
  { file: 'apps/api/sales/sales.dto.ts', imports: '../http/fields.js' },
];

/** Two folders whose files go in a circle, though no file does. */
const knots: readonly (readonly [Planted, Planted])[] = [
  [
    { file: 'apps/api/batch/planted-out.ts', imports: '../feed/end.js' },
    { file: 'apps/api/feed/planted-back.ts', imports: '../batch/end.js' },
  ],
  [
    { file: 'libs/application/runtime/planted-out.ts', imports: '../feed/end.js' },
    { file: 'libs/application/feed/planted-back.ts', imports: '../runtime/end.js' },
  ],
  [
    { file: 'libs/read-store/planted-out.ts', imports: '../projection/end.js' },
    { file: 'libs/projection/planted-back.ts', imports: '../read-store/end.js' },
  ],
];

/** Files that only have to be there. */
const others: readonly Planted[] = [
  { file: 'apps/api/planted-there.ts', imports: './planted-here.js' },
  ...knots.flat(),
];
const empty = [
  ...knots.flat().map(({ file }) => file.replace(/planted-.*/, 'end.ts')),
  'apps/api/accounts/accounts.dto.ts',
  'apps/api/http/fields.ts',
  'libs/kernel/dates.ts',
  'libs/application/tracing/sdk.ts',
  'libs/sales/opportunity/opportunity.ts',
  'libs/accounts/account/account.ts',
];
const packages = [
  'libsql',
  'mongodb',
  '@eventstore/db-client',
  '@nestjs/common',
  'class-validator',
  'fastify',
  'decimal.js',
  'prom-client',
  '@opentelemetry/api',
];

const require = createRequire(import.meta.url);
const root = dirname(require.resolve('../../package.json'));
const rulesFile = join(root, '.dependency-cruiser.cjs');
const foldersFile = join(root, '.dependency-cruiser.folders.cjs');

describe('the rules of who imports whom', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-layers-'));
  let found: readonly Violation[] = [];

  beforeAll(() => {
    plantIn(folder);
    found = violationsIn(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const rulesBrokenBy = (file: string): readonly string[] =>
    found.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  it.each(
    Object.entries(planted).flatMap(([rule, files]) =>
      files.map(({ file, imports }) => [rule, file, imports] as const),
    ),
  )('%s: %s may not import %s', (rule, file) => expect(rulesBrokenBy(file)).toEqual([rule]));

  it.each(allowed)('$file may import $imports', ({ file }) => expect(rulesBrokenBy(file)).toEqual([]));

  it('are each broken by something planted here', () => {
    const { forbidden } = require(rulesFile) as { readonly forbidden: readonly { readonly name: string }[] };
    expect(Object.keys(planted).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it('no folders import each other in a circle, in the API, the application or between libs', () => {
    const knotted = violationsIn(folder, foldersFile).map(({ from, to }) => `${from} → ${to}`);
    for (const knot of knots) {
      const [out = '', back = ''] = knot.map(({ file }) => dirname(file));
      expect(knotted).toContain(`${out} → ${back}`);
    }
    expect(violationsIn(root, foldersFile).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('are kept by the project itself', () =>
    expect(violationsIn(root).map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]));
});

function plantIn(folder: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const file of empty) write(file, 'export {};\n');
  for (const { file, imports, typeOnly } of [...Object.values(planted).flat(), ...allowed, ...others]) {
    write(file, `import ${typeOnly ? 'type { Anything } from ' : ''}'${imports}';\n`);
  }
  for (const name of [...packages, 'mingo', 'came-along']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies: { mingo: '1.0.0' } }));
  copyFileSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
}

function violationsIn(folder: string, rules = rulesFile): readonly Violation[] {
  const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [cruiser, '--config', rules, '--output-type', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(`dependency-cruiser gave no answer: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } };
  return summary.violations;
}
