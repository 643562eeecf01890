import { dataset, inCopy } from './dataset/dataset.js';
import { atMost, numberText, percentile, percentilesText, shown, type Figures } from './tools/figure.js';
import { load } from './tools/load.js';
import { moves } from './tools/moves.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';

export const row: Row = {
  title: 'Command p99 during a rebuild',
  against: 'the same server idle; 100 commands a second on 8 connections, times counted from when each was due',
  data: 'whole',
  run,
};

const rate = { connections: 8, perSecond: 100 };

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  const calls = moves(data.opportunities, data.shop);
  return inCopy(data, async (folder) => {
    const server = await Server.start(folder);
    await server.ready();
    const plan = { ...rate, port: server.port, calls };
    progress('idle');
    const warm = await load({ ...plan, seconds: 4 });
    const idle = await load({ ...plan, seconds: 10, after: warm.times.length });
    progress('during a rebuild');
    const stop = new AbortController();
    const start = performance.now();
    const [during] = await Promise.all([
      load({ ...plan, after: warm.times.length + idle.times.length }, stop.signal),
      server.post('/v1/admin/rebuild').finally(() => stop.abort()),
    ]);
    const seconds = (performance.now() - start) / 1000;
    await server.stop();
    const p99 = [during, idle].map(({ times }) => percentile(times, 99));
    return [
      atMost('p99, ratio', (p99[0] ?? NaN) / (p99[1] ?? NaN), 3),
      shown('times idle', percentilesText(idle.times)),
      shown('times during the rebuild', percentilesText(during.times)),
      shown('commands during the rebuild, its seconds', `${numberText(during.times.length)}, ${numberText(seconds)}`),
    ];
  });
}
