import { dataset, type Shape } from '../dataset/dataset.js';
import { rowOf } from '../rows.js';
import type { Told } from './result.js';

/** Makes data, or measures one row, and tells what it came to. */
async function main([what = '', name = '', events = '']: readonly string[]): Promise<void> {
  const work = what === 'data' ? make(name, Number(events)) : measure(name, Number(events));
  const told = await work.catch((error: unknown): Told => ({
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  process.send?.(told, () => process.exit(0));
}

async function measure(name: string, events: number): Promise<Told> {
  const { run } = await rowOf(name);
  return { figures: await run({ events, progress }) };
}

async function make(shape: string, events: number): Promise<Told> {
  // Profiles are of what is measured.
  delete process.env['BENCH_PROFILE'];
  await dataset(events, progress, shape as Shape);
  return { figures: [] };
}

function progress(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

await main(process.argv.slice(2));
