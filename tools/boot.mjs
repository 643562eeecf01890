// Starts the built API in an empty folder on a free port, waits until it is ready, and stops it in order.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'bundle', 'apps', 'api', 'main.js');
const patience = AbortSignal.timeout(30_000);
const folder = mkdtempSync(join(tmpdir(), 'tidemark-boot-'));
const said = [];
let stage = 'did not say where it listens';

const server = spawn(process.execPath, [main], {
  env: { ...process.env, NODE_OPTIONS: '', PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data') },
  stdio: ['ignore', 'pipe', 'pipe'],
});
const ended = once(server, 'close');

try {
  const origin = await Promise.race([originOf(server), ended.then(() => undefined)]);
  if (origin === undefined) throw new Error('it ended by itself');
  stage = 'did not become ready';
  await untilReady(`${origin}/health/ready`);
  stage = 'did not stop in order';
  server.kill('SIGTERM');
  const [code, signal] = await Promise.race([ended, once(patience, 'abort').then(() => ['still running', null])]);
  if (code !== 0) throw new Error(`SIGTERM ended it with ${code ?? signal}`);
  console.log('The built API starts in an empty folder, becomes ready, and stops on SIGTERM.');
} catch (error) {
  console.error(`The built API ${stage}: ${error.message}. What it said:\n${said.join('\n')}`);
  process.exitCode = 1;
} finally {
  server.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function untilReady(url) {
  for (;;) {
    const response = await fetch(url, { signal: patience });
    if (response.ok) return;
    if (response.status !== 503) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
    await setTimeout(100, undefined, { signal: patience });
  }
}

/** Where it listens, from the first address it prints. */
function originOf({ stdout, stderr }) {
  return new Promise((resolve, reject) => {
    patience.addEventListener('abort', () => reject(new Error('30 seconds have passed')));
    for (const stream of [stdout, stderr]) {
      createInterface(stream).on('line', (line) => {
        said.push(line);
        const [address] = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(line) ?? [];
        if (address !== undefined) resolve(address);
      });
    }
  });
}
