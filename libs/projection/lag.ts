import type { EventLog, Position } from '../event-log/event-log.js';
import { millisOf, type Instant } from '../kernel/dates.js';

/** How far a reader of the log is behind it. */
export interface Lag {
  readonly caughtUp: boolean;
  /** How long the oldest event that it has not taken yet has been in the log. */
  readonly lagSeconds: number;
}

export async function lagOf(log: EventLog, position: Position | undefined, now: Instant): Promise<Lag> {
  const head = await log.head();
  const caughtUp = head === undefined || (position !== undefined && log.compare(position, head) >= 0);
  const waitingSince = caughtUp ? undefined : await oldestAfter(log, position);
  return { caughtUp, lagSeconds: waitingSince === undefined ? 0 : secondsBetween(waitingSince, now) };
}

async function oldestAfter(log: EventLog, position: Position | undefined): Promise<Instant | undefined> {
  const { events } = await log.readAll({ after: position, count: 1 });
  return events[0]?.recordedAt;
}

export const secondsBetween = (from: Instant, to: Instant): number =>
  Math.max(0, (millisOf(to) - millisOf(from)) / 1000);
