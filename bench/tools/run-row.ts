import { fork } from 'node:child_process';
import { rowOf } from '../rows.js';
import { builtFile } from './node-process.js';
import { printResult } from './print.js';
import type { Result, Told } from './result.js';
import type { Row } from './row.js';

/** Measures the rows one after the other, each in a process of its own: one that fails leaves the others alone. */
export async function measured(
  names: readonly string[],
  sizes: readonly number[],
  onResult: (results: readonly Result[]) => void = () => undefined,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  // All rows at one size before the next: the small sizes are soon done.
  for (const [index, size] of sizes.entries()) {
    for (const name of names) {
      const row = await rowOf(name);
      if (row.data === undefined && index > 0) continue;
      const result = await measuredRow(name, row, row.data === undefined ? undefined : size);
      printResult(result);
      results.push(result);
      onResult(inOrder(results, names));
    }
  }
  return inOrder(results, names);
}

async function measuredRow(name: string, { title, against, data }: Row, events: number | undefined): Promise<Result> {
  process.stderr.write(`${name}${events === undefined ? '' : `, ${String(events)} events`} …\n`);
  // Making the data is not part of the row; a row whose data cannot be made says so itself.
  if (data !== undefined) await inProcess('data', data, String(events));
  const start = performance.now();
  const told = await inProcess('row', name, String(events ?? 0));
  return { name, title, against, events, seconds: (performance.now() - start) / 1000, figures: [], ...told };
}

const inOrder = (results: readonly Result[], names: readonly string[]): readonly Result[] =>
  results.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name) || (a.events ?? 0) - (b.events ?? 0));

function inProcess(...args: readonly string[]): Promise<Told> {
  return new Promise((resolve) => {
    const child = fork(builtFile('bench/tools/row-process.js'), args);
    child.on('message', (told: Told) => resolve(told));
    child.on('exit', (code) => resolve({ error: `Its process ended with code ${String(code)}.` }));
  });
}
