import { createHash } from 'node:crypto';
import { refuseQuery } from '../records/query-refusals.js';

/** A place in the contract feed: behind the event with this number, which is known by its mark. */
export interface FeedCursor {
  readonly sequence: number;
  /** Undefined where only a number is known: whatever stands there then counts. */
  readonly mark?: string | undefined;
}

/** The number alone, or with the mark. */
export const cursorShape = /^\d{1,15}(\.[0-9a-f]{16})?$/;
/** As the feed gives it. */
export const givenCursorShape = /^(0|\d{1,15}\.[0-9a-f]{16})$/;

/** The place behind this event, `42.9f86d081884c7d65`: its number, and a mark of the event as it was recorded. */
export const cursorOf = (row: Seen & { readonly sequence: number }): string => `${String(row.sequence)}.${markOf(row)}`;

/** Of text in the shape of a cursor. */
export function cursorIn(text: string): FeedCursor {
  const [sequence, mark] = text.split('.');
  return { sequence: Number(sequence), mark };
}

/** The event after which to go on must be the one that was seen there. */
export function mustHaveSeen({ sequence, mark }: FeedCursor, found: Seen | undefined): void {
  if (mark === undefined || (found !== undefined && markOf(found) === mark)) return;
  refuseQuery(
    'position-unknown',
    `Event ${String(sequence)} of this feed is not the one of your cursor: an older log was restored, or it is another log. ${whatToDo}`,
  );
}

/** What a reader does whose place is unknown. */
export const whatToDo =
  'Of the cursors that you have kept, take the newest that is accepted: the events that you took after it are gone from here. Undo or ' +
  'compare what you made of those, then go on after that cursor; or start again from 0.';

interface Seen {
  readonly eventId: string;
  readonly recordedAt: string;
}

/** When it was recorded counts too: a command that is sent again after a restore makes an event of the same id. */
const markOf = ({ eventId, recordedAt }: Seen): string =>
  createHash('sha256').update(`${eventId} ${recordedAt}`).digest('hex').slice(0, 16);
