import type { EventLog, Position } from '../event-log/event-log.js';
import { instantOf, millisOf, type Clock, type Instant } from '../kernel/dates.js';
import { lagOf, secondsBetween, type Lag } from './lag.js';
import { messageOf } from './parked.js';

/** Behind the log's head without a new page for so long: stuck, whatever the subscription says. */
const stuckAfterSeconds = 30;

export interface Failure {
  readonly since: Instant;
  readonly message: string;
}

export interface ProjectorStatus extends Lag {
  readonly position: Position | undefined;
  /** How many keys are parked; left out while nobody can tell. */
  readonly parked?: number;
  /** Why nothing moves. */
  readonly stuck?: Failure;
}

interface StatusParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly position: Position | undefined;
  readonly pageAt: Instant | undefined;
  readonly failure: Failure | undefined;
  readonly parked: () => Promise<readonly unknown[]>;
}

export async function statusOf({
  log,
  clock,
  position,
  pageAt,
  failure,
  parked,
}: StatusParts): Promise<ProjectorStatus> {
  const now = clock.now();
  try {
    const known = { position, parked: (await parked()).length };
    const { caughtUp, lagSeconds } = await lagOf(log, position, now);
    const silent =
      lagSeconds > stuckAfterSeconds && (pageAt === undefined || secondsBetween(pageAt, now) > stuckAfterSeconds);
    const stuck =
      failure ??
      (silent ? { since: pageAt ?? instantOf(millisOf(now) - 1000 * lagSeconds), message: silence } : undefined);
    return { ...known, caughtUp, lagSeconds, ...(stuck === undefined ? {} : { stuck }) };
  } catch (error) {
    return { position, caughtUp: false, lagSeconds: 0, stuck: failure ?? { since: now, message: messageOf(error) } };
  }
}

const silence = 'The log has more events, but none arrive: the subscription is dead, or one page takes too long.';
