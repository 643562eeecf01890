import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printProfiles } from './tools/profile.js';
import { print } from './tools/print.js';
import type { Result } from './tools/result.js';
import { measured } from './tools/run-row.js';
import { rowNames } from './rows.js';
import { benchFolder } from './tools/temp-folder.js';
import { writeResults } from './tools/write-results.js';

const usage = `Usage: npm run bench -- [<row> …] [--events <number>[,<number>]]
       npm run bench -- --scale [--events <number>,<number>, …]
       npm run bench -- profile <row> [--events <number>]
Rows: ${rowNames.join(', ')}
Without a row all are measured, and bench/RESULTS.md is written.`;

const usualSizes = [100_000, 1_000_000];
const scaleSizes = [100_000, 1_000_000, 5_000_000];

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { events: { type: 'string' }, scale: { type: 'boolean', default: false } },
  });
  const [first, ...others] = positionals;
  const names = first === 'profile' ? others : positionals;
  const unknown = names.find((name) => !rowNames.includes(name));
  const sizes = values.events?.split(',').map(Number);
  if (unknown !== undefined || sizes?.some((size) => !(size >= 1_000)) === true) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  if (first === 'profile') return profile(names, sizes ?? [usualSizes[0] ?? 0]);
  if (values.scale) return scale(sizes ?? scaleSizes);
  return bench(names, sizes ?? usualSizes);
}

async function bench(names: readonly string[], sizes: readonly number[]): Promise<number> {
  // After each row, so that a run which is cut off leaves what it has measured.
  const write = (so: readonly Result[]) => writeResults('table', so, sizes);
  const results = await (names.length === 0 ? measured(rowNames, sizes, write) : measured(names, sizes));
  return results.some(({ error }) => error !== undefined) ? 1 : 0;
}

async function scale(sizes: readonly number[]): Promise<number> {
  const results = await measured(['scale'], sizes, (so) => writeResults('scale', so, sizes));
  return results.some(({ error }) => error !== undefined) ? 1 : 0;
}

/** The row once more, with a CPU profile of each process of the product. */
async function profile(names: readonly string[], sizes: readonly number[]): Promise<number> {
  mkdirSync(benchFolder, { recursive: true });
  const folder = mkdtempSync(join(benchFolder, 'profile-'));
  process.env['BENCH_PROFILE'] = folder;
  const results: readonly Result[] = await measured(names, sizes);
  printProfiles(folder, print);
  return results.some(({ error }) => error !== undefined) ? 1 : 0;
}

process.exit(await main(process.argv.slice(2)));
