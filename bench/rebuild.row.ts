import { join } from 'node:path';
import { dataset, inCopy } from './dataset/dataset.js';
import { atLeast, mebibytes, numberText, perSecond, shown, type Figures } from './tools/figure.js';
import { bulkInsertSeconds, readAndParseSeconds } from './tools/bulk-insert.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';

export const row: Row = {
  title: 'Rebuild of all read models',
  against: 'reading and parsing the log, and bulk-inserting the same rows, versions and indexes',
  data: 'whole',
  run,
};

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  return inCopy(data, async (folder) => {
    progress('the reference');
    const read = readAndParseSeconds(join(folder, 'log.db'));
    const written = bulkInsertSeconds(join(folder, 'read.db'), join(folder, 'reference.db'));
    progress('the rebuild');
    const server = await Server.start(folder);
    await server.ready();
    const start = performance.now();
    await server.post('/v1/admin/rebuild');
    const seconds = (performance.now() - start) / 1000;
    const memory = server.memory;
    await server.stop();
    return [
      atLeast('rate, ratio', (read.seconds + written) / seconds, 0.7),
      shown('seconds of the rebuild; events per second', `${numberText(seconds)}; ${perSecond(read.events / seconds)}`),
      shown('seconds of the reference: reading, inserting', `${numberText(read.seconds)}, ${numberText(written)}`),
      shown('peak memory of the server', memory === undefined ? 'unknown' : mebibytes(memory.peak)),
    ];
  });
}
