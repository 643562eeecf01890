import { opportunities, type OpportunityRow } from '../projections/opportunities/opportunities.read-model.js';
import { reactionTo } from '../libs/read-store/reaction.js';
import { openSqliteEventLog } from '../libs/event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../libs/kernel/dates.js';
import { dataset } from './dataset/dataset.js';
import {
  atMost,
  median,
  millis,
  numberText,
  percentile,
  percentilesText,
  shown,
  type Figures,
} from './tools/figure.js';
import { load } from './tools/load.js';
import type { Asked, Row } from './tools/row.js';
import { Server } from './tools/server.js';
import { pagesToEnd } from '../libs/event-log/pages-to-end.js';

export const row: Row = {
  title: 'Pipeline by stage as of any date',
  against: "reading the log and folding it to that date with the read model's own reducers",
  data: 'whole',
  run,
};

const dates = ['2023-02-01', '2023-06-30', '2023-12-31', '2024-06-30', '2024-12-01', '2025-03-31'];
const eachDate = 10;

async function run({ events, progress }: Asked): Promise<Figures> {
  const { folder } = await dataset(events, progress);
  progress('reports');
  const server = await Server.start(folder);
  await server.ready();
  const asked = async (query: string): Promise<readonly number[]> => {
    const calls = [{ method: 'GET' as const, path: `/v1/reports/pipeline${query}` }];
    await load({ port: server.port, connections: 1, requests: 2, calls });
    return (await load({ port: server.port, connections: 1, requests: eachDate, calls })).times;
  };
  const today = await asked('');
  const then = new Map<string, readonly number[]>();
  for (const date of dates) then.set(date, await asked(`?asOf=${date}`));
  const known = await asked(`?asOf=2023-12-31&knownAt=2024-06-30`);
  await server.stop();
  progress('the fold');
  const folded = await foldSeconds(folder, '2024-06-30T23:59:59.999Z');
  const all = [...then.values()].flat();
  const slowest = Math.max(...[...then.values()].map(median));
  return [
    atMost('slowest date against the fold, ratio', slowest / 1000 / folded.seconds, 0.01),
    atMost('p95 of all dates', percentile(all, 95), 200, ' ms'),
    atMost("stretch: slowest date against today's, ratio", slowest / median(today), 2),
    shown('times of all dates', percentilesText(all)),
    shown('today', millis(median(today))),
    ...[...then].map(([date, times]) => shown(`as of ${date}`, millis(median(times)))),
    shown('as of 2023-12-31, as known on 2024-06-30', millis(median(known))),
    shown('the fold: seconds, versions', `${numberText(folded.seconds)}, ${numberText(folded.versions)}`),
  ];
}

/** Without a read model: every event is read, and those that happened by then are folded. */
async function foldSeconds(folder: string, until: string): Promise<{ seconds: number; versions: number }> {
  const start = performance.now();
  const log = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
  const rows = new Map<string, OpportunityRow>();
  let versions = 0;
  for await (const { events } of pagesToEnd(log, { count: 5_000 })) {
    for (const event of events) {
      if (event.metadata.occurredAt > until) continue;
      const reaction = reactionTo(opportunities, event.type);
      for (const key of reaction?.keys(event) ?? []) {
        const row = reaction?.change(rows.get(key), event, key, (other) => rows.get(other)) ?? null;
        versions += 1;
        if (row === null) rows.delete(key);
        else rows.set(key, row);
      }
    }
  }
  await log.close();
  const stages = new Map<unknown, number>();
  for (const { stageId, amountMinor } of rows.values())
    stages.set(stageId, (stages.get(stageId) ?? 0) + Number(amountMinor));
  return { seconds: (performance.now() - start) / 1000, versions };
}
