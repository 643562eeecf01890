import { parseInstant } from '../../kernel/dates.js';
import { badCursor, encoded, partsOf } from '../../read-store/cursor.js';
import type { Moment } from './moments.js';

/** Where a list goes on, with the instants that its first page was of. */
export interface PageCursor {
  readonly moment: Moment;
  /** The store's own cursor. */
  readonly place: string;
}

export const cursorText = ({ moment: { asOf, knownAt }, place }: PageCursor): string => encoded([asOf, knownAt, place]);

/** @throws QueryRefused `bad-cursor` */
export function cursorFrom(text: string): PageCursor {
  const [asOf, knownAt, place, ...rest] = partsOf(text).map((part) => (typeof part === 'string' ? part : ''));
  const moment = { asOf: parseInstant(asOf ?? ''), knownAt: parseInstant(knownAt ?? '') };
  if (moment.asOf === undefined || moment.knownAt === undefined || place === undefined || rest.length > 0)
    return badCursor();
  const cursor = { moment: { asOf: moment.asOf, knownAt: moment.knownAt }, place };
  return cursorText(cursor) === text ? cursor : badCursor();
}
