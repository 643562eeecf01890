import type { Calendar } from '../../kernel/calendar.js';
import { parseDate, parseInstant, type Instant } from '../../kernel/dates.js';
import type { AsOf } from '../../read-store/read-store.js';
import type { Question } from './question.js';

/** The instants that a question is about; a date means its end in the organisation's zone. */
export function asOfFrom({ asOf, knownAt }: Pick<Question, 'asOf' | 'knownAt'>, calendar: Calendar): AsOf {
  return { asOf: momentFrom(asOf, calendar), knownAt: momentFrom(knownAt, calendar) };
}

/** The instants as the answer repeats them; null is now. */
export const asOfShown = ({ asOf, knownAt }: AsOf): { asOf: Instant | null; knownAt: Instant | null } => ({
  asOf: asOf ?? null,
  knownAt: knownAt ?? null,
});

function momentFrom(text: string | undefined, calendar: Calendar): Instant | undefined {
  if (text === undefined) return undefined;
  const date = parseDate(text);
  return date ? calendar.endOf(date) : parseInstant(text);
}
