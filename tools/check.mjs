// `npm run check`: everything CI asks for. Cheap steps come first, and all of them run, so that one look shows all that is wrong.
// The last line counts the tests: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const counts = join('dist', 'tests.json');
rmSync(join(top, counts), { force: true });

/** Headline, npm script and its arguments. What comes after the build needs it, and finds it done. */
const steps = [
  ['Format', 'format:check'],
  ['Architecture', 'arch'],
  ['Build', 'build'],
  ['Generated documents', 'docs:check'],
  ['A client made of the document', 'client'],
  ['Boot of the built app', 'boot'],
  ['Types', 'types'],
  ['Lint', 'lint'],
  [
    'Tests, with the probes of the architecture rules',
    'test',
    '--ci',
    '--maxWorkers=100%',
    '--json',
    `--outputFile=${counts}`,
  ],
];
const builtUpon = ['docs:check', 'boot', 'test', 'test:servers'];
/** `--servers`: also what needs servers, where what stands in for them can be had. */
const onServers = join('dist', 'tests-on-servers.json');
if (process.argv.includes('--servers')) {
  rmSync(join(top, onServers), { force: true });
  const flags = ['--if-possible', '--ci', '--json', `--outputFile=${onServers}`];
  steps.push(['Tests on servers, or on what stands in for them', 'test:servers', ...flags]);
}

const failed = [];
for (const [headline, script, ...args] of steps) {
  const isBlocked = failed.includes('build') && builtUpon.includes(script);
  if (isBlocked || !passes(headline, script, args)) failed.push(script);
  if (isBlocked) console.log(`\n── ${headline}\n   not run: it needs the build`);
}

const tests = testCounts();
console.log(
  failed.length === 0
    ? '\nAll steps passed.'
    : `\nFailed or not run: ${failed.map((script) => `npm run ${script}`).join(', ')}`,
);
console.log(`${tests.passed} passed, ${tests.failed} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs a script; shows what it said only where that matters: the tests as they go, the others when they fail. */
function passes(headline, script, args) {
  console.log(`\n── ${headline}`);
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: top,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: script.startsWith('test') ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) console.log(`${stdout ?? ''}${stderr ?? ''}`.trimEnd());
  console.log(`   ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return status === 0;
}

/** A suite that could not be loaded counts as one failed test, as does a test run that did not end. */
function testCounts() {
  const path = join(top, counts);
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  return [path, join(top, onServers)].filter(existsSync).reduce(
    ({ passed, failed }, file) => {
      const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
      return { passed: passed + numPassedTests, failed: failed + numFailedTests + numRuntimeErrorTestSuites };
    },
    { passed: 0, failed: failed.includes('test:servers') && !existsSync(join(top, onServers)) ? 1 : 0 },
  );
}
