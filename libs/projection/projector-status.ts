import type { EventLog, Position } from '../event-log/event-log.js';
import { comparePositions } from '../event-log/position.js';
import { millisOf, type Clock, type Instant } from '../kernel/dates.js';
import { messageOf } from './parked.js';

/** Behind the log's head without a new page for so long: stuck, whatever the subscription says. */
const stuckAfterSeconds = 30;

export interface Failure {
  readonly since: Instant;
  readonly message: string;
}

export interface ProjectorStatus {
  readonly position: Position | undefined;
  readonly caughtUp: boolean;
  /** How long the oldest event that is not projected yet has been in the log. */
  readonly lagSeconds: number;
  /** How many keys are parked; left out while nobody can tell. */
  readonly parked?: number;
  /** Why nothing moves. */
  readonly stuck?: Failure;
}

interface Facts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly position: Position | undefined;
  readonly pageAt: Instant | undefined;
  readonly failure: Failure | undefined;
  readonly parked: () => Promise<readonly unknown[]>;
}

export async function statusOf({ log, clock, position, pageAt, failure, parked }: Facts): Promise<ProjectorStatus> {
  const now = clock.now();
  try {
    const known = { position, parked: (await parked()).length };
    const head = await log.head();
    const caughtUp = head === undefined || (position !== undefined && comparePositions(position, head) >= 0);
    const waitingSince = caughtUp ? undefined : await oldestAfter(log, position);
    const lagSeconds = waitingSince === undefined ? 0 : secondsBetween(waitingSince, now);
    const silent =
      lagSeconds > stuckAfterSeconds && (pageAt === undefined || secondsBetween(pageAt, now) > stuckAfterSeconds);
    const stuck = failure ?? (silent ? { since: pageAt ?? waitingSince ?? now, message: silence } : undefined);
    return { ...known, caughtUp, lagSeconds, ...(stuck === undefined ? {} : { stuck }) };
  } catch (error) {
    return { position, caughtUp: false, lagSeconds: 0, stuck: failure ?? { since: now, message: messageOf(error) } };
  }
}

const silence = 'The log has more events, but none arrive: the subscription is dead, or one page takes too long.';

async function oldestAfter(log: EventLog, position: Position | undefined): Promise<Instant | undefined> {
  for await (const { events } of log.subscribe({ after: position, pageSize: 1, live: false }))
    return events[0]?.recordedAt;
  return undefined;
}

const secondsBetween = (from: Instant, to: Instant): number => Math.max(0, (millisOf(to) - millisOf(from)) / 1000);
