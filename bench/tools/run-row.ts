import { fork } from 'node:child_process';
import { rowOf } from '../rows.js';
import { builtFile } from './node-process.js';
import { printResult } from './print.js';
import type { Result, Told } from './result.js';

/** Measures the rows one after the other, each in a process of its own: one that fails leaves the others alone. */
export async function measured(
  names: readonly string[],
  sizes: readonly number[],
  onResult: (results: readonly Result[]) => void = () => undefined,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const name of names) {
    const { title, against, data } = await rowOf(name);
    for (const events of data === undefined ? [undefined] : sizes) {
      process.stderr.write(`${name}${events === undefined ? '' : `, ${String(events)} events`} …\n`);
      // Making the data is not part of the row; a row whose data cannot be made says so itself.
      if (data !== undefined) await inProcess('data', data, String(events));
      const start = performance.now();
      const told = await inProcess('row', name, String(events ?? 0));
      const seconds = (performance.now() - start) / 1000;
      const result = { name, title, against, events, seconds, figures: [], ...told };
      printResult(result);
      results.push(result);
      onResult(results);
    }
  }
  return results;
}

function inProcess(...args: readonly string[]): Promise<Told> {
  return new Promise((resolve) => {
    const child = fork(builtFile('bench/tools/row-process.js'), args);
    child.on('message', (told: Told) => resolve(told));
    child.on('exit', (code) => resolve({ error: `Its process ended with code ${String(code)}.` }));
  });
}
