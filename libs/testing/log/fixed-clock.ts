import { instantOf, millisOf, type Clock, type Instant } from '../../kernel/dates.js';

/** A clock that stands still until it is moved. */
export interface FixedClock extends Clock {
  set(moment: Instant): void;
  advance(millis: number): void;
}

export const testStart = instantOf(Date.UTC(2017, 2, 1, 9));

export function fixedClock(start: Instant = testStart): FixedClock {
  let now = start;
  return {
    now: () => now,
    set: (moment) => {
      now = moment;
    },
    advance: (millis) => {
      now = instantOf(millisOf(now) + millis);
    },
  };
}
