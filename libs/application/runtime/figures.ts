import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import type { Position } from '../../event-log/event-log.js';
import type { ProcessStatus } from '../../processes/process-status.js';
import type { Adapters } from '../adapters/adapters.js';
import type { FeedNews } from '../feed/feed-news.js';
import type { Figures, ReaderFigures } from '../metrics/figures.js';
import type { Settings } from '../settings/settings.js';
import { product } from '../settings/version.js';
import type { Readiness } from './readiness.js';

interface Parts {
  readonly adapters: Adapters;
  readonly settings: Settings;
  /** Undefined where nobody can tell, as the others. */
  readonly readiness: Readiness | undefined;
  readonly news: FeedNews;
  /** Each key that waits at the read models. */
  readonly parked: readonly { readonly count: number }[] | undefined;
  readonly processes: readonly Process[];
}

interface Process {
  status(): Pick<ProcessStatus, 'name' | 'state' | 'position'>;
  parked(): readonly { readonly behind: number }[];
}

/** Others may be in charge of it: then only what is stored tells of it. */
const isRunning = (process: Process): boolean => process.status().state !== 'stopped';

/** What one process at a time is in charge of, where there are several (DESIGN.md section 6). */
const leases = ['projections', 'processes', 'webhooks'] as const;

/** How it stands: a few look-ups, however long the log is. What cannot be looked up now is left out. */
export async function figuresOf({ adapters, settings, readiness, news, parked, processes }: Parts): Promise<Figures> {
  const { log, store } = adapters;
  const head = await orUnknown(log.head());
  const lagEvents = (at: Position | undefined): Pick<ReaderFigures, 'lagEvents'> => {
    const events = head && adapters.eventsBetween?.(at, head);
    return events === undefined ? {} : { lagEvents: events };
  };
  const { projections, processes: told = [] } = readiness ?? {};
  const running = new Map(processes.flatMap((each) => (isRunning(each) ? [[each.status().name, each] as const] : [])));
  const ofProcesses = [...new Set([...told.map(({ name }) => name), ...running.keys()])].map((name): ReaderFigures => {
    const here = running.get(name);
    return {
      reader: name,
      ...secondsIn(told.find((each) => each.name === name)),
      ...(here && lagEvents(here.status().position)),
      ...(here && { parkedEvents: sumOf(here.parked(), (key) => key.behind + 1) }),
    };
  });
  const parkedEvents = parked && sumOf(parked, ({ count }) => count);
  const last = await orUnknown(store.lastSequence(contractFeed));
  return {
    ready: readiness?.ready === true,
    build: { version: product.version, commit: settings.commit },
    log: { format: adapters.logFormat, ...(head !== undefined && { head }) },
    readers: [
      {
        reader: 'projections',
        ...secondsIn(projections),
        ...(projections && lagEvents(projections.position)),
        ...(parkedEvents !== undefined && { parkedEvents }),
      },
      ...ofProcesses,
    ],
    feed: { subscribers: news.count, ...(last !== undefined && { lagEvents: news.lag(last) }) },
    leases: await leasesOf(adapters),
  };
}

async function leasesOf({ leases: held }: Adapters): Promise<Figures['leases']> {
  if (held === undefined) return [];
  return Promise.all(
    leases.map(async (lease) => {
      const holder = await orUnknown(held.holderOf(lease));
      return { lease, ...(holder !== undefined && { holder }) };
    }),
  );
}

/** What cannot be looked up keeps nothing else from being told. */
export const orUnknown = <T>(lookedUp: Promise<T>): Promise<T | undefined> => lookedUp.catch(() => undefined);

const secondsIn = (behind: object | undefined): Pick<ReaderFigures, 'lagSeconds'> =>
  behind !== undefined && 'lagSeconds' in behind && typeof behind.lagSeconds === 'number'
    ? { lagSeconds: behind.lagSeconds }
    : {};

const sumOf = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);
