import type { EventLog, Position } from '../event-log/event-log.js';
import type { ProjectorStatus } from './projector-status.js';

/** How far the read models are: for those who answer from them, in the process that projects and in others. */
export interface Progress {
  /** Undefined while there is nothing in them. */
  position(): Promise<Position | undefined>;
  /** Read your writes: resolves as soon as the position is reached, with false when it was not in time. @throws PositionUnknown */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  /** Resolves when there is more than the last look has seen, or when the signal aborts: for those who follow a read model live. */
  nextPage(signal: AbortSignal): Promise<void>;
  status(): Promise<ProjectorStatus>;
}

/** Whether a reader that stands there has the position. @throws PositionUnknown for one of another log */
export const hasReached = (log: Pick<EventLog, 'compare'>, at: Position | undefined, position: Position): boolean =>
  at !== undefined && log.compare(at, position) >= 0;
