// Compiles the sources to dist/ with tsc and bundles what runs, unless dist/ is already made from exactly these sources.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(top, 'dist', '.built-from');
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tools/bundle.mjs'];

const sources = sourcesNow();
const digest = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
const before = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : undefined;
if (before?.digest !== digest) await compile();

async function compile() {
  // What was compiled from a file that is gone now must go too; a dist/ without a stamp may hold anything.
  const leftOvers = before === undefined || before.files.some((file) => !(file in sources));
  if (leftOvers) rmSync(dirname(stamp), { recursive: true, force: true });
  mkdirSync(dirname(stamp), { recursive: true });
  stampWith('unfinished');
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: top,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
  await bundle(dirname(stamp));
  stampWith(digest);
}

function stampWith(madeFrom) {
  writeFileSync(stamp, JSON.stringify({ digest: madeFrom, files: Object.keys(sources) }));
}

/** Each source with what tells whether it changed. */
function sourcesNow() {
  const files = ['apps', 'libs', 'projections', 'examples']
    .filter((folder) => existsSync(join(top, folder)))
    .flatMap((folder) => readdirSync(join(top, folder), { recursive: true }).map((file) => join(folder, file)))
    .filter((file) => /\.(ts|json)$/.test(file) && !/\.(spec|contract)\.ts$/.test(file));
  return Object.fromEntries([...settings, ...files.sort()].map((file) => [file, markOf(file)]));
}

function markOf(file) {
  const { mtimeMs, size } = statSync(join(top, file));
  return `${mtimeMs}:${size}`;
}
