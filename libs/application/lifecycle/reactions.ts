import type { Position } from '../../event-log/event-log.js';

/** What processes make of events: for those who wait until it is in the log. */
export interface Reactions {
  /**
   * Resolves with where the log ends once what processes make of all up to this position is in it, and what they make of that; with
   * undefined when that was not in time, or a process cannot go on. @throws PositionUnknown
   */
  after(position: Position, timeoutMs: number): Promise<Position | undefined>;
}
/** Under which the `Reactions` are provided: of the processes that run here; where none do, they are not waited for. */
export const REACTIONS = Symbol('Reactions');
