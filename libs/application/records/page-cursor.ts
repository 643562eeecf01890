import { parseInstant } from '../../kernel/dates.js';
import { QueryRefused } from '../../read-store/read-store.js';
import type { Moment } from './moments.js';

/** Where a list goes on, with the instants that its first page was of. */
export interface PageCursor {
  readonly moment: Moment;
  /** The store's own cursor. */
  readonly place: string;
}

export const cursorText = ({ moment: { asOf, knownAt }, place }: PageCursor): string =>
  Buffer.from(JSON.stringify([asOf, knownAt, place])).toString('base64url');

/** @throws QueryRefused `bad-cursor` */
export function cursorFrom(text: string): PageCursor {
  const [asOf, knownAt, place, ...rest] = partsOf(text).map((part) => (typeof part === 'string' ? part : ''));
  const moment = { asOf: parseInstant(asOf ?? ''), knownAt: parseInstant(knownAt ?? '') };
  if (moment.asOf === undefined || moment.knownAt === undefined || place === undefined || rest.length > 0)
    return badCursor();
  const cursor = { moment: { asOf: moment.asOf, knownAt: moment.knownAt }, place };
  return cursorText(cursor) === text ? cursor : badCursor();
}

export function badCursor(): never {
  throw new QueryRefused(
    'bad-cursor',
    'The cursor is not one of this list: use the "next" of its last page, with the same filter, sort and instants.',
  );
}

function partsOf(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
