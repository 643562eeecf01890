import type { RecordedEvent } from '../kernel/events.js';
import { PositionUnknown, type Position } from './event-log.js';

/** Positions as both embedded adapters write them: `<logId>:<sequence>`. */
export const positionAt = (logId: string, sequence: number): Position => `${logId}:${String(sequence)}` as Position;

/** The sequence in a position of this log. @throws PositionUnknown for text that is none, or is of another log */
export function sequenceIn(logId: string, position: string): number {
  const [id, place = '', ...rest] = position.split(':');
  if (id !== logId || !/^\d{1,15}$/.test(place) || rest.length > 0) {
    throw new PositionUnknown(
      `"${position.slice(0, 100)}" is not a position of this log. Start again from the beginning, or use a position that it gave.`,
    );
  }
  return Number(place);
}

/** The event's place in the whole log. */
export const positionOf = (event: RecordedEvent): Position => event.position as Position;

/** Below zero when `a` is before `b` in this log. @throws PositionUnknown */
export const compareIn = (logId: string, a: Position, b: Position): number =>
  sequenceIn(logId, a) - sequenceIn(logId, b);

/** How many events come after `from`, or from the log's beginning, up to `to`: each has the next sequence. @throws PositionUnknown */
export function eventsBetween(from: Position | undefined, to: Position): number {
  const [logId = ''] = to.split(':');
  return Math.max(0, sequenceIn(logId, to) - (from === undefined ? 0 : sequenceIn(logId, from)));
}

/** Text from outside as a position; whoever uses it refuses one that is none of its log. */
export const claimedPosition = (text: string): Position => text as Position;
