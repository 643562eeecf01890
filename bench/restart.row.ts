import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataset, inCopy } from './dataset/dataset.js';
import { atMost, median, numberText, shown, spreadText, type Figures } from './tools/figure.js';
import { load } from './tools/load.js';
import { moves } from './tools/moves.js';
import type { Asked, Row } from './tools/row.js';
import { secondsToReady } from './tools/restarts.js';

export const row: Row = {
  title: 'Restart until ready',
  against: 'the clock, and the same process over an empty folder',
  data: 'whole',
  run,
};

const rounds = 3;

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  return inCopy(data, async (folder) => {
    progress('after an orderly end');
    const orderly = await restarts(folder, 'SIGTERM');
    progress('after a kill under load');
    const { server } = await secondsToReady(folder);
    const { shop, opportunities } = data;
    const calls = moves(opportunities, shop);
    await load({ port: server.port, connections: 16, requests: 2_000, calls });
    await server.stop('SIGKILL');
    const killed = await restarts(folder, 'SIGTERM', 1);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const fresh = await restarts(empty, 'SIGTERM');
    return [
      atMost('after an orderly end', median(orderly), 5, ' s'),
      shown('after an orderly end, spread', `${spreadText(orderly)}, s`),
      atMost('after a kill, with 2,000 commands not checkpointed', median(killed), 5, ' s'),
      shown('over an empty folder', `${numberText(median(fresh))} s`),
    ];
  });
}

async function restarts(folder: string, end: 'SIGTERM' | 'SIGKILL', count = rounds): Promise<readonly number[]> {
  const seconds = [];
  for (let round = 0; round < count; round++) {
    const started = await secondsToReady(folder);
    seconds.push(started.seconds);
    await started.server.stop(end);
  }
  return seconds;
}
