/**
 * Who may import whom. Every rule has a planted violation in test/architecture/layers.spec.ts.
 * Imports go down only: kernel → event-log, sealing, read-store, projection, commands → contexts → processes, projections → application → apps.
 */

const { contexts: names } = require('./tools/contexts.cjs');

const contexts = `^libs/(${names().join('|')})/`;
const ports = '^libs/(event-log|sealing|read-store|projection|commands)/';
const testCode = ['\\.(spec|contract|testing)\\.ts$', '^libs/testing/', '^test/', '^bench/'];

/** A package by name, installed or not. */
const npm = (names) => `((^|/)node_modules/(@types/)?|^)(${names})(/|$)`;

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** A delivery system beside ours: a client of the server, with a database of its own. */
const consumer = '^examples/competing-consumer';

/** The package may be imported only from the places given. */
const packageOnlyIn = (name, packages, places, comment) =>
  forbid(name, comment, { path: '^(apps|libs|projections|examples)/', pathNot: places }, { path: npm(packages) });

module.exports = {
  forbidden: [
    forbid(
      'kernel-at-the-bottom',
      'The kernel imports nothing of ours but itself.',
      { path: '^libs/kernel/', pathNot: testCode },
      { path: '^(libs|projections|apps)/', pathNot: '^libs/kernel/' },
    ),
    forbid(
      'ports-know-no-context',
      'Event log, sealing, read store, projection engine and executor see the kernel and each other, nothing above.',
      { path: ports, pathNot: testCode },
      { path: '^(libs|projections|apps)/', pathNot: ['^libs/kernel/', ports, '^libs/testing/'] },
    ),
    forbid(
      'contexts-are-blind-to-each-other',
      'A context sees the ports and the kernel. What it must know of another arrives in the command, by id.',
      { path: `${contexts}.`, pathNot: testCode },
      { path: contexts, pathNot: '^libs/$1/' },
    ),
    forbid(
      'contexts-know-nothing-above',
      'Contexts do not import processes, projections, the application or apps.',
      { path: contexts, pathNot: testCode },
      { path: '^(libs/(processes|application)|projections|apps)/' },
    ),
    forbid(
      'processes-below-apps',
      'Processes react to events with commands; they read no read model and know nothing above.',
      { path: '^libs/processes/', pathNot: testCode },
      { path: '^(libs/application|projections|apps)/' },
    ),
    forbid(
      'projections-below-apps',
      'A read model is a map from events to rows: it knows no process and nothing above.',
      { path: '^projections/', pathNot: testCode },
      { path: '^(libs/(processes|application)|apps)/' },
    ),
    forbid(
      'application-below-apps',
      'The application runs under any app: it knows none.',
      { path: '^libs/application/', pathNot: testCode },
      { path: '^apps/' },
    ),
    forbid(
      'api-contexts-meet-in-the-application',
      'A module of the API sends commands and questions; what two contexts share is in http/ or records/.',
      { path: '^apps/api/([^/]+)/', pathNot: [...testCode, '^apps/api/(http|records)/'] },
      { path: '^apps/api/[^/]+/', pathNot: ['^apps/api/$1/', '^apps/api/(http|records)/'] },
    ),
    forbid(
      'api-does-not-know-the-cli',
      'apps/cli may use apps/api, never the other way round.',
      { path: '^apps/(api|worker)/' },
      { path: '^apps/cli/' },
    ),
    forbid(
      'test-helpers-in-tests-only',
      'libs/testing, specs and contract suites are for specs, test/ and bench/.',
      { pathNot: testCode },
      { path: testCode },
    ),
    forbid(
      'adapters-are-wired-in-one-place',
      'Everywhere else the ports are used: which adapters a runtime stands on is decided in libs/application/adapters.',
      {
        path: '^(apps|libs|projections)/',
        pathNot: [...testCode, '/(sqlite|memory|eventstoredb|mongodb)/', '^libs/application/adapters/'],
      },
      { path: '^libs/[^/]+/(sqlite|memory|eventstoredb|mongodb)/' },
    ),
    forbid('no-cycles', 'An import cycle fails at load in ES modules.', {}, { circular: true }),
    forbid(
      'no-barrel',
      'Import from the file that has it; an index.ts only makes cycles and slow loads.',
      { path: '^(libs|projections)/.+/index\\.ts$' },
      {},
    ),
    packageOnlyIn(
      'libsql-only-in-sqlite',
      'libsql|better-sqlite3',
      ['/sqlite/', consumer],
      'The SQLite client stays in its adapters.',
    ),
    packageOnlyIn('mongodb-only-in-mongodb', 'mongodb', '/mongodb/', 'The MongoDB client stays in its adapter.'),
    packageOnlyIn(
      'eventstoredb-only-in-eventstoredb',
      '@eventstore/db-client|@kurrent/kurrentdb-client',
      ['/eventstoredb/', consumer],
      'The EventStoreDB client stays in its adapter.',
    ),
    packageOnlyIn(
      'http-only-in-apps',
      '@nestjs/(swagger|platform-fastify)|fastify|@fastify/[^/]+|class-validator|class-transformer',
      '^(apps|libs/testing)/',
      'HTTP and the shape of requests are the business of apps.',
    ),
    packageOnlyIn(
      'nest-only-in-application-and-apps',
      '@nestjs/(common|core|cqrs)|reflect-metadata',
      '^(apps|libs/application|libs/testing)/',
      'Below the application nothing knows how it is put together.',
    ),
    packageOnlyIn(
      'decimal-only-in-kernel',
      'decimal\\.js',
      '^libs/kernel/',
      'Amounts are computed in the kernel: see money.ts.',
    ),
    packageOnlyIn(
      'prometheus-only-in-metrics',
      'prom-client',
      '^libs/application/metrics/',
      'Others tell an Observer (libs/kernel/observer.ts) what they do.',
    ),
    packageOnlyIn(
      'opentelemetry-only-in-tracing',
      '@opentelemetry/[^/]+',
      '^libs/application/tracing/',
      'Others tell an Observer (libs/kernel/observer.ts) what they do, or ask Traces.',
    ),
    forbid(
      'sdk-loaded-when-needed',
      'What makes and sends traces is loaded only where an endpoint is set: import it lazily.',
      { path: '^(apps|libs)/', pathNot: testCode },
      {
        path: '^libs/application/tracing/sdk\\.ts$',
        dependencyTypesNot: ['dynamic-import', 'type-only', 'type-import'],
      },
    ),
    forbid(
      'kernel-does-no-io',
      'The kernel uses nothing of Node: no files, no network, no randomness of its own.',
      { path: '^libs/kernel/', pathNot: testCode },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'contexts-do-no-io',
      'decide and evolve are pure: times, ids and looked-up facts arrive in the command.',
      { path: contexts, pathNot: testCode },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'projections-do-no-io',
      'Reducers are pure: the same events give the same rows, live and in a rebuild.',
      { path: '^projections/', pathNot: testCode },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'no-dev-packages-in-sources',
      'What runs in production is in "dependencies"; these are not installed there.',
      { path: '^(apps|libs|projections|examples)/', pathNot: testCode },
      { dependencyTypes: ['npm-dev'], pathNot: npm('@types/node') },
    ),
    forbid(
      'no-undeclared-packages',
      'A package that only happens to be there through another one: add it to package.json, or do without.',
      { path: '^(apps|libs|projections|examples)/', pathNot: testCode },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid('no-unresolvable', 'The imported file or package does not exist.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(\\.[^/]+|dist|coverage|data|docs|samples|bench/peers)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
