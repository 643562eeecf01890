import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModels } from '../../libs/application/register/registry.js';
import { openSqliteEventLog } from '../../libs/event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../../libs/kernel/dates.js';
import { personsIn } from '../../libs/sealing/sealer.js';
import { fillWholeStore } from '../../libs/projection/fill-whole-store.js';
import { openFillingStore } from '../../libs/read-store/sqlite/filling-store.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { Server } from '../tools/server.js';
import { openShop, type Shop } from '../tools/shop.js';
import { benchFolder, inTempFolder } from '../tools/temp-folder.js';
import { dataKey } from './data-key.js';
import { accountName, playBeginnings, playLives, type PlayedLife } from './lives.js';
import { templateOf } from './template.js';
import { eventsIn, wholeLog, writeLog } from './write-log.js';

/** `whole` lives of about ten events, or `beginnings` of one: as many opportunities as events. */
export type Shape = 'whole' | 'beginnings';

export interface Dataset {
  /** With everything that a data folder has; to be copied by those who write. */
  readonly folder: string;
  readonly shop: Shop;
  /** Some of its opportunities. */
  readonly opportunities: readonly string[];
  readonly events: number;
  /** How long its read models took to fill: a rebuild, while nobody asked anything. */
  readonly fillSeconds: number;
}

type Lookups = Omit<Dataset, 'folder'>;

/** A data folder of about so many events, made at the first use and kept for the next. */
export async function dataset(
  events: number,
  progress: (text: string) => void,
  shape: Shape = 'whole',
): Promise<Dataset> {
  const name = `data-${shape}-${String(events)}-`;
  const folder = join(benchFolder, name + dataKey());
  const facts = join(folder, 'bench.json');
  if (!existsSync(facts)) {
    removeOlder(name);
    await make(folder, events, progress, shape);
  }
  return { ...(JSON.parse(readFileSync(facts, 'utf8')) as Lookups), folder };
}

function removeOlder(name: string): void {
  mkdirSync(benchFolder, { recursive: true });
  for (const older of readdirSync(benchFolder).filter((each) => each.startsWith(name))) {
    rmSync(join(benchFolder, older), { recursive: true, force: true });
  }
}

/** Hands the work a copy of the data of its own. */
export function inCopy<T>({ folder }: Dataset, work: (copy: string) => Promise<T>): Promise<T> {
  return inTempFolder((temp) => {
    cpSync(folder, temp, { recursive: true });
    return work(temp);
  });
}

async function make(folder: string, events: number, progress: (text: string) => void, shape: Shape): Promise<void> {
  const half = `${folder}.half`;
  mkdirSync(half, { recursive: true });
  progress(`making data: ${shape} lives with ${String(events)} events`);
  const { shop, lives, played } = await inTempFolder((temp) => play(temp, half, shape));
  const setUp = played.filter(({ stream }) => !/^(opportunity|contract)-/.test(stream));
  // Their keys are in the folder, under their own ids.
  const shared = new Set([...idsIn(setUp), ...personsIn(played)]);
  const templates = lives.map(({ opportunityId }) =>
    templateOf(
      played.filter(({ stream }) => stream === `opportunity-${opportunityId}`),
      shared,
    ),
  );
  const accountsOf = (template: number, copy: number) => {
    const [from, to] = [template % shop.accounts.length, copy % shop.accounts.length];
    return new Map([
      [shop.accounts[from] ?? '', shop.accounts[to] ?? ''],
      [accountName(from), accountName(to)],
    ]);
  };
  const written = await writeLog(half, { setUp, templates, accountsOf, events });
  progress(`made ${String(written)} events; filling the read models`);
  const fillSeconds = await fillReadModels(half);
  progress('making the contracts of what was sold');
  const server = await Server.start(half);
  await server.ready();
  const opportunities = await someOpportunities(server);
  await server.stop();
  const facts: Lookups = { shop, opportunities, events: await eventsIn(half), fillSeconds };
  writeFileSync(join(half, 'bench.json'), JSON.stringify(facts));
  renameSync(half, folder);
}

/** As a rebuild does: much faster than to follow the log. Returns the seconds it took. */
async function fillReadModels(folder: string): Promise<number> {
  const start = performance.now();
  const log = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
  const store = openFillingStore(join(folder, 'read.db'), readModels);
  await fillWholeStore(log, store, readModels);
  await store.close();
  await log.close();
  return (performance.now() - start) / 1000;
}

interface Played {
  readonly shop: Shop;
  readonly lives: readonly PlayedLife[];
  readonly played: readonly RecordedEvent[];
}

/** Plays the lives in a folder of their own; the keys of personal data go to where the copies will be. */
async function play(temp: string, keysTo: string, shape: Shape): Promise<Played> {
  const server = await Server.start(temp);
  const shop = await openShop(server, { users: 20, products: 12, accounts: 500 });
  const lives = await (shape === 'whole' ? playLives(server, shop, 200) : playBeginnings(server, shop, 500));
  await server.ready();
  await server.stop();
  for (const file of ['data.key', 'keys.db']) cpSync(join(temp, file), join(keysTo, file));
  return { shop, lives, played: await wholeLog(temp) };
}

const idsIn = (events: readonly RecordedEvent[]): ReadonlySet<string> =>
  new Set(JSON.stringify(events).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g));

async function someOpportunities(server: Server): Promise<readonly string[]> {
  const { items } = await server.get<{ items: readonly { readonly id: string }[] }>(
    `/v1/opportunities?limit=500&filter=${encodeURIComponent('{"status":{"eq":"open"}}')}`,
  );
  return items.map(({ id }) => id);
}
