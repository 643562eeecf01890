interface Period {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** The calendar period of a date; of another grouping than a period none, which is called nothing. */
export function periodOf(groupBy: string, date: string): Period {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  const day = (ofMonth: number, ofDay: number) => new Date(Date.UTC(year, ofMonth, ofDay)).toISOString().slice(0, 10);
  const within = (key: string, first: number, last: number) => ({ key, from: day(first - 1, 1), to: day(last, 0) });
  const quarter = Math.floor((month + 2) / 3);
  switch (groupBy) {
    case 'year':
      return within(date.slice(0, 4), 1, 12);
    case 'quarter':
      return within(`${date.slice(0, 4)}-Q${String(quarter)}`, quarter * 3 - 2, quarter * 3);
    case 'month':
      return within(date.slice(0, 7), month, month);
    default:
      return { key: '', from: '', to: '' };
  }
}

/** Every period of some day from `from`, or the first booking, to `to`, or the last: told day by day. */
export function emptyPeriods(
  {
    groupBy,
    from,
    to,
  }: { readonly groupBy: string; readonly from?: string | undefined; readonly to?: string | undefined },
  bookings: readonly { readonly bookedOn: string }[],
): readonly Period[] {
  const dates = bookings.map(({ bookedOn }) => bookedOn).sort();
  const [first, last] = [from ?? dates.at(0), to ?? dates.at(-1)];
  const periods = new Map<string, Period>();
  if (first === undefined || last === undefined || periodOf(groupBy, first).key === '') return [];
  for (let date = first; date <= last;) {
    const period = periodOf(groupBy, date);
    periods.set(period.key, period);
    date = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  }
  return [...periods.values()];
}
