import { dataset, inCopy } from './dataset/dataset.js';
import { atMost, percentile, percentilesText, shown, type Figures } from './tools/figure.js';
import { load, type Call } from './tools/load.js';
import { moves } from './tools/moves.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';

export const row: Row = {
  title: 'Health checks and commands while others read the past',
  against: 'the same server idle; 50 health checks and 50 commands a second, times counted from when each was due',
  data: 'whole',
  run,
};

const get = (path: string): Call => ({ method: 'GET', path });
const pastLists = ['2023-06-30', '2023-12-31', '2024-06-30', '2024-12-01'].map((date) =>
  get(`/v1/opportunities?asOf=${date}`),
);
const reports = ['manager', 'account', 'month', 'product'].map((groupBy) =>
  get(`/v1/reports/sales?groupBy=${groupBy}`),
);

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  return inCopy(data, async (folder) => {
    const server = await Server.start(folder);
    await server.ready();
    const { port } = server;
    const commands = moves(data.opportunities, data.shop);
    let sent = 0;
    /** How long health checks and commands take while these many others ask. */
    const beside = async (connections: number, calls: readonly Call[], seconds = 10) => {
      const stop = new AbortController();
      const others = connections === 0 ? undefined : load({ port, connections, calls }, stop.signal);
      const [health, moved] = await Promise.all([
        load({ port, connections: 4, perSecond: 50, seconds, calls: [get('/health/live')] }),
        load({ port, connections: 4, perSecond: 50, seconds, calls: commands, after: sent }),
      ]);
      stop.abort();
      sent += moved.times.length;
      return { health: health.times, moved: moved.times, read: (await others)?.times ?? [] };
    };
    progress('idle');
    await beside(2, [...pastLists, ...reports], 4);
    const idle = await beside(0, []);
    progress('20 lists of the past');
    const listed = await beside(20, pastLists);
    progress('five analysts');
    const reported = await beside(5, reports);
    await server.stop();
    const p99 = (times: readonly number[]) => percentile(times, 99);
    return [
      atMost('20 lists of the past: p99 of health checks, ratio', p99(listed.health) / p99(idle.health), 5),
      atMost('five analysts poll reports: p99 of health checks, ratio', p99(reported.health) / p99(idle.health), 5),
      atMost('five analysts poll reports: p99 of commands, ratio', p99(reported.moved) / p99(idle.moved), 2),
      shown('health checks idle', percentilesText(idle.health)),
      shown('health checks beside 20 lists', percentilesText(listed.health)),
      shown('health checks beside five analysts', percentilesText(reported.health)),
      shown('commands idle', percentilesText(idle.moved)),
      shown('commands beside five analysts', percentilesText(reported.moved)),
      shown('the lists', percentilesText(listed.read)),
      shown('the reports', percentilesText(reported.read)),
    ];
  });
}
