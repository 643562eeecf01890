/** A stretch of time, half-open, in which a zone's clocks are this far ahead of UTC; all in milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
export interface Offsets {
  at(millis: number): number;
  /** The stretches, in order, of the day in UTC that begins then, of the one before and of the one after. */
  around(midnight: number): readonly Stretch[];
}

/** The offsets of an IANA time zone. Throws a RangeError for an unknown zone. */
export function offsetsOf(zone: string): Offsets {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const ask = (millis: number): number => {
    const moment = Math.min(Math.max(millis, firstReadable), lastReadable);
    return Date.parse(`${format.format(moment).replace(', ', 'T')}Z`) - moment;
  };

  // Asking is slow. No zone changes its offset twice within one day in UTC.
  const days = new Map<number, Day>();
  const dayOf = (midnight: number): Day => {
    const known = days.get(midnight);
    if (known !== undefined) return known;
    const day = dayFrom(midnight, ask);
    if (days.size >= daysKept) days.clear();
    days.set(midnight, day);
    return day;
  };

  return {
    at: (millis) => {
      const [morning, rest] = dayOf(Math.floor(millis / aDay) * aDay);
      return rest !== undefined && millis >= rest.from ? rest.offset : morning.offset;
    },
    around: (midnight) =>
      [midnight - aDay, midnight, midnight + aDay].flatMap(dayOf).filter((stretch) => stretch !== undefined),
  };
}

/** One stretch, or two where the offset changes. */
type Day = readonly [Stretch, Stretch?];

function dayFrom(from: number, offsetAt: (millis: number) => number): Day {
  const to = from + aDay;
  const [before, after] = [offsetAt(from), offsetAt(to)];
  if (before === after) return [{ from, to, offset: before }];
  let [low, high] = [from, to];
  // Clocks change on a whole second.
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return [
    { from, to: high, offset: before },
    { from: high, to, offset: after },
  ];
}

const aDay = 86_400_000;
const daysKept = 10_000;
/** What the format writes as a date that can be parsed again: it writes the year 1 as `1`. */
const firstReadable = Date.parse('1000-01-03');
const lastReadable = Date.parse('9999-01-01') - 1_000;
