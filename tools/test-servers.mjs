// `npm run test:servers`: the tests that need servers, on EVENTSTORE_URL and MONGODB_URL where both are set, else on what stands in for them:
// SecantusDB (MongoDB's wire protocol over WiredTiger) from a Python environment of its own, and an EventStoreDB that the tests make.
// `--if-possible`: where that environment cannot be made, says so and ends well.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const standIn = 'secantusdb==0.7.0b3';
const top = dirname(dirname(fileURLToPath(import.meta.url)));
const [ifPossible, args] = [process.argv.includes('--if-possible'), process.argv.slice(2)];
const { EVENTSTORE_URL = '', MONGODB_URL = '' } = process.env;

if ((EVENTSTORE_URL === '') !== (MONGODB_URL === '')) {
  console.error('Set both EVENTSTORE_URL and MONGODB_URL, to test on servers of yours, or neither.');
  process.exit(2);
}
// One file after the other: they share the log.
if (MONGODB_URL !== '') process.exit(await tested({}, ['--runInBand']));

const python = environment();
if (python === undefined) process.exit(ifPossible ? 0 : 1);
const port = await freePort();
const log = join(top, 'dist', 'servers.log');
mkdirSync(dirname(log), { recursive: true });
const out = openSync(log, 'w');
const server = spawn(
  join(python, 'bin', 'secantusd-py'),
  ['--port', String(port), '--storage-path', ':memory:', '--enable-test-commands'],
  { stdio: ['ignore', out, out] },
);
const ended = once(server, 'close');
try {
  if (await answers(port))
    process.exitCode = await tested({ MONGODB_URL: `mongodb://127.0.0.1:${port}/?replicaSet=secantus` });
  else {
    console.error(`What stands in for MongoDB did not start:\n${readFileSync(log, 'utf8')}`);
    process.exitCode = 1;
  }
} finally {
  server.kill();
  await ended;
}

/** Runs Jest with these settings; its exit code. */
async function tested(env, more = []) {
  const flags = ['--config', 'jest.servers.config.mjs', ...more, ...args.filter((arg) => arg !== '--if-possible')];
  const jest = spawn(process.execPath, [join(top, 'node_modules', 'jest', 'bin', 'jest.js'), ...flags], {
    cwd: top,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });
  const [code] = await once(jest, 'close');
  return code ?? 1;
}

/** The folder of a Python environment that has the server; undefined, and said why, where there can be none. */
function environment() {
  const folder = join(top, 'node_modules', '.cache', 'tidemark-servers');
  if (existsSync(join(folder, 'bin', 'secantusd-py'))) return folder;
  const steps = [
    ['python3', ['-m', 'venv', folder]],
    [join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', standIn]],
  ];
  for (const [command, options] of steps) {
    const { status, stderr, error } = spawnSync(command, options, { encoding: 'utf8' });
    if (status === 0) continue;
    const reason = (stderr ?? error?.message ?? '').trim().split('\n').at(-1);
    console.error(`The tests on servers are not run: \`${command} ${options.join(' ')}\` failed: ${reason}`);
    return undefined;
  }
  return folder;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  probe.close();
  await once(probe, 'close');
  return free;
}

async function answers(at) {
  for (let tries = 0; tries < 200 && server.exitCode === null; tries += 1) {
    const socket = connect(at, '127.0.0.1');
    const found = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (found) return true;
    await setTimeout(100);
  }
  return false;
}
