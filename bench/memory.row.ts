import { dataset, inCopy } from './dataset/dataset.js';
import { atMost, mebibytes, shown, type Figures } from './tools/figure.js';
import { load, type Call } from './tools/load.js';
import { moves } from './tools/moves.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';

export const row: Row = {
  title: 'Memory of the server',
  against: 'the limit; after 20,000 commands, lists, reports as of five dates, and the whole contract feed',
  data: 'whole',
  run,
};

async function run({ events, progress }: Asked): Promise<Figures> {
  const data = await dataset(events, progress);
  return inCopy(data, async (folder) => {
    const server = await Server.start(folder);
    await server.ready();
    const atStart = server.memory;
    const { shop, opportunities } = data;
    const sent = async (what: string, requests: number, calls: readonly Call[]) => {
      progress(what);
      await load({ port: server.port, connections: 32, requests, calls });
    };
    const commands = moves(opportunities, shop);
    await sent('commands', 20_000, commands);
    const lists = shop.accounts.map((accountId) => ({
      method: 'GET' as const,
      path: `/v1/opportunities?filter=${encodeURIComponent(JSON.stringify({ accountId: { eq: accountId } }))}`,
    }));
    await sent('lists', 1_000, lists);
    const dates = ['2023-03-01', '2023-09-01', '2024-03-01', '2024-09-01', '2025-03-01'];
    await sent(
      'reports',
      20,
      dates.map((date) => ({ method: 'GET' as const, path: `/v1/reports/pipeline?asOf=${date}` })),
    );
    progress('the contract feed');
    await server.text('/v1/contract-events?after=0');
    const memory = server.memory;
    await server.stop();
    if (memory === undefined || atStart === undefined) return [shown('resident', 'unknown: it is read from /proc')];
    return [
      atMost('resident afterwards', memory.resident / 2 ** 20, 512, ' MiB'),
      atMost('at the highest', memory.peak / 2 ** 20, 512, ' MiB'),
      shown('when ready', mebibytes(atStart.resident)),
    ];
  });
}
