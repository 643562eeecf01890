import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFile } from '../tools/node-process.js';

/** Data on disk hangs on the code that writes it: when that changes, it is made again. */
export function dataKey(): string {
  const hash = createHash('sha256');
  for (const folder of ['libs/event-log', 'libs/read-store', 'libs/projection', 'projections', 'bench/dataset']) {
    const files = readdirSync(builtFile(folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.js')).sort()) {
      hash.update(file).update(readFileSync(join(builtFile(folder), file)));
    }
  }
  return hash.digest('hex').slice(0, 8);
}
