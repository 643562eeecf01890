import { dataset } from './dataset/dataset.js';
import { atMost, percentile, percentilesText, shown, type Figures } from './tools/figure.js';
import { load, type Call } from './tools/load.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';

export const row: Row = {
  title: 'List of 50 opportunities of very many',
  against: 'the clock; as many opportunities as events, filtered by an indexed field, sorted, with a count up to 1,000',
  data: 'beginnings',
  run,
};

async function run({ events, progress }: Asked): Promise<Figures> {
  const { folder, shop } = await dataset(events, progress, 'beginnings');
  const server = await Server.start(folder);
  await server.ready();
  const filtered = (filter: object, sort: string): Call => ({
    method: 'GET',
    path: `/v1/opportunities?limit=50&sort=${sort}&filter=${encodeURIComponent(JSON.stringify(filter))}`,
  });
  const kinds: Readonly<Record<string, readonly Call[]>> = {
    'by owner and status, largest first': shop.users.map((id) =>
      filtered({ ownerId: { eq: id }, status: { eq: 'open' } }, '-amountMinor'),
    ),
    'by account, next to close first': shop.accounts
      .slice(0, 100)
      .map((id) => filtered({ accountId: { eq: id } }, 'expectedCloseOn')),
    'by owner and stage, largest first': shop.users.flatMap((ownerId) =>
      shop.stages.map((stageId) => filtered({ ownerId: { eq: ownerId }, stageId: { eq: stageId } }, '-amountMinor')),
    ),
  };
  const figures = [];
  for (const [kind, calls] of Object.entries(kinds)) {
    progress(kind);
    const plan = { port: server.port, connections: 1, calls };
    await load({ ...plan, requests: 10, seconds: 5 });
    const { times } = await load({ ...plan, requests: 100, seconds: 15 });
    figures.push(atMost(`${kind}: p95`, percentile(times, 95), 50, ' ms'), shown(kind, percentilesText(times)));
  }
  await server.stop();
  return figures;
}
