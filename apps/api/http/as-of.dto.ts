import type { Calendar } from '../../../libs/kernel/calendar.js';
import { parseDate, parseInstant, type Instant } from '../../../libs/kernel/dates.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { MomentField, Text } from './fields.js';

/** Read your writes: an answer not older than this position. */
export class ReadDto {
  @Text(100, {
    optional: true,
    description: 'A position that a command answered: the read waits until it is included.',
  })
  notBefore?: string;
}

/** DESIGN.md section 5: the two axes of every read that keeps history. */
export class AsOfDto extends ReadDto {
  @MomentField({ optional: true, description: 'What held then: a date (to its end) or a time with its zone.' })
  asOf?: string;

  @MomentField({
    optional: true,
    description: 'What had been recorded by then: a date (to its end) or a time with its zone.',
  })
  knownAt?: string;
}

export function asOfFrom({ asOf, knownAt }: AsOfDto, calendar: Calendar): AsOf {
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
