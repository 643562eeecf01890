import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventLog } from '../libs/event-log/sqlite/sqlite-event-log.js';
import type { EventLog } from '../libs/event-log/event-log.js';
import { systemClock } from '../libs/kernel/dates.js';
import { brandedId, newId, type CommandId, type EventId } from '../libs/kernel/ids.js';
import { dataset } from './dataset/dataset.js';
import {
  mebibytes,
  median,
  millis,
  numberText,
  percentile,
  perSecond,
  shown,
  type Figure,
  type Figures,
} from './tools/figure.js';
import { load } from './tools/load.js';
import { secondsToReady } from './tools/restarts.js';
import type { Asked, Row } from './tools/row.js';
import type { Server } from './tools/server.js';
import { inTempFolder } from './tools/temp-folder.js';

export const row: Row = {
  title: 'How the figures grow',
  against: 'themselves at other sizes of the log',
  data: 'whole',
  run,
};

const mostVerified = 2_000_000;

/** Leaves the data as it is, so that it need not be copied: only the log's file is, to append to. */
async function run({ events, progress }: Asked): Promise<Figures> {
  const { folder, shop, opportunities, events: size, fillSeconds } = await dataset(events, progress);
  const figures: Figure[] = [shown('events', numberText(size))];
  const note = (...more: readonly Figure[]) => {
    for (const figure of more) progress(`${figure.what}: ${figure.value}`);
    figures.push(...more);
  };
  note(shown('size of log.db', sizeOf(folder, 'log.db')), shown('size of read.db', sizeOf(folder, 'read.db')));
  note(shown('rebuild', `${numberText(fillSeconds)} s`), shown('rebuild, events', perSecond(size / fillSeconds)));

  const { server, seconds } = await secondsToReady(folder);
  note(shown('restart until ready', `${numberText(seconds)} s`), shown('resident when ready', residentOf(server)));
  const list = shop.users.map((id) =>
    queryOf('/v1/opportunities', { filter: { ownerId: { eq: id } }, sort: '-amountMinor' }),
  );
  note(shown('list of 50 by owner, largest first, p95', millis(percentile(await times(server, list, 60), 95))));
  note(shown('pipeline today', millis(median(await times(server, ['/v1/reports/pipeline'], 10)))));
  for (const date of ['2023-04-01', '2024-06-30']) {
    note(
      shown(`pipeline as of ${date}`, millis(median(await times(server, [`/v1/reports/pipeline?asOf=${date}`], 10)))),
    );
  }
  // It rebuilds aside, row by row in turn with commands, and then compares: above this it takes hours.
  const verified = size > mostVerified ? undefined : await spent(() => server.post('/v1/admin/verify'));
  note(shown('verify', verified === undefined ? 'not run' : `${numberText(verified)} s`));
  note(shown('resident at the highest', mebibytes(server.memory?.peak ?? NaN)));
  await server.stop();

  await inTempFolder(async (temp) => {
    for (const file of ['log.db', 'log.head']) copyFileSync(join(folder, file), join(temp, file));
    const log = openSqliteEventLog({ folder: temp, clock: systemClock });
    note(...(await loads(log, opportunities)), ...(await appends(log)));
    await log.close();
  });
  return figures;
}

async function loads(log: EventLog, opportunities: readonly string[]): Promise<Figures> {
  const spans = [];
  for (const id of opportunities.slice(0, 200)) spans.push(1000 * (await spent(() => log.read(`opportunity-${id}`))));
  return [shown('load of a stream of ten, p50', millis(median(spans)))];
}

async function appends(log: EventLog): Promise<Figures> {
  const one = () => log.append(`bench-${newId()}`, 'none', [event()]);
  const count = 1_000;
  const single = await spent(async () => {
    for (let index = 0; index < count; index++) await one();
  });
  const grouped = await spent(() =>
    Promise.all(
      Array.from({ length: 64 }, async () => {
        for (let index = 0; index < 100; index++) await one();
      }),
    ),
  );
  return [
    shown('single appends', perSecond(count / single)),
    shown('64 appends side by side', perSecond(6_400 / grouped)),
  ];
}

function event() {
  const id = newId();
  return {
    id: brandedId<EventId>(id),
    type: 'BenchNoted',
    data: { text: 'x'.repeat(400) },
    metadata: {
      commandId: brandedId<CommandId>(id),
      fingerprint: 'f'.repeat(64),
      correlationId: id,
      causationId: id,
      actor: { kind: 'key', id },
      source: 'api',
      occurredAt: systemClock.now(),
    },
  } as const;
}

async function times(server: Server, paths: readonly string[], requests: number): Promise<readonly number[]> {
  const calls = paths.map((path) => ({ method: 'GET' as const, path }));
  const plan = { port: server.port, connections: 1, calls };
  await load({ ...plan, requests: 3 });
  return (await load({ ...plan, requests, seconds: 30 })).times;
}

const queryOf = (path: string, { filter, sort }: { filter: object; sort: string }): string =>
  `${path}?limit=50&sort=${sort}&filter=${encodeURIComponent(JSON.stringify(filter))}`;

const sizeOf = (folder: string, file: string): string => mebibytes(statSync(join(folder, file)).size);
const residentOf = ({ memory }: Server): string => (memory === undefined ? 'unknown' : mebibytes(memory.resident));

async function spent(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
