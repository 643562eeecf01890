import { addDays, businessDates, later, type Instant } from '../kernel/dates.js';
import { rejecting } from '../kernel/domain-error.js';
import type { CommandContext } from './command-context.js';
import type { ExecutorRefusal } from './outcome.js';

const reject = rejecting<ExecutorRefusal>();

/**
 * When the command's events happened. Only a time that the client gave can be refused: clocks are skewed, and honest work never
 * fails for time.
 */
export function occurredAtOf(occurred: CommandContext['occurred'], now: Instant, last: Instant | undefined): Instant {
  if (occurred === undefined) return notBefore(last, now);
  if ('inherited' in occurred) return notBefore(last, occurred.inherited);
  const { given } = occurred;
  if (given > now)
    return reject('occurred-in-future', `occurredAt ${given} is in the future: it is ${now} now.`, {
      occurredAt: given,
      now,
    });
  // A day of grace for zones east of UTC.
  if (given.slice(0, 10) < addDays(businessDates.first, -1)) {
    return reject(
      'occurred-too-early',
      `occurredAt ${given} is before ${businessDates.first}. Look at its year: give the time at which it happened.`,
      { occurredAt: given, first: businessDates.first },
    );
  }
  if (last !== undefined && given < last) {
    return reject(
      'occurred-before-last',
      `occurredAt ${given} is before the record's last event, ${last}. Give ${last} or a later time.`,
      {
        occurredAt: given,
        last,
      },
    );
  }
  return given;
}

const notBefore = (last: Instant | undefined, moment: Instant): Instant =>
  last === undefined ? moment : later(last, moment);
