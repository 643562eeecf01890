import type { Position } from '../event-log/event-log.js';
import { positionOf } from '../event-log/position.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { RowChange } from './row-changes.js';

/** Row changes that are stored in one flush. */
export interface Piece {
  readonly rowChanges: readonly RowChange[];
  /** How far they take the reader. */
  readonly until: Position;
}

/**
 * Cuts a page's row changes between events, so that each piece is stored with at most so many rows, versions and documents. The
 * changes of one event stay together, however many they are. The last piece takes the reader to the end of the page.
 */
export function piecesOf(rowChanges: readonly RowChange[], most: number, end: Position): readonly Piece[] {
  if (costOf(rowChanges) <= most) return [{ rowChanges, until: end }];
  const pieces: Piece[] = [];
  let piece: RowChange[] = [];
  let cost = 0;
  for (const changes of byEvent(rowChanges).values()) {
    const last = piece.at(-1);
    if (last !== undefined && cost + costOf(changes) > most) {
      pieces.push({ rowChanges: piece, until: positionOf(last.event) });
      piece = [];
      cost = 0;
    }
    piece.push(...changes);
    cost += costOf(changes);
  }
  return [...pieces, { rowChanges: piece, until: end }];
}

/** The most that is stored for them: a row each, with a version where there is history, or what is parked instead. */
const costOf = (rowChanges: readonly RowChange[]): number =>
  rowChanges.reduce((cost, { model }) => cost + (model.keepsHistory ? 2 : 1), 0);

function byEvent(rowChanges: readonly RowChange[]): ReadonlyMap<RecordedEvent, readonly RowChange[]> {
  const events = new Map<RecordedEvent, RowChange[]>();
  for (const rowChange of rowChanges) {
    const known = events.get(rowChange.event);
    if (known === undefined) events.set(rowChange.event, [rowChange]);
    else known.push(rowChange);
  }
  return events;
}
