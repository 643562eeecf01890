import { addDays, instantOf, parseDate, type DateOnly, type Instant } from '../../../libs/kernel/dates.js';
import { Seed } from './seed.js';
import type { Command, Step } from './step.js';

/** Where in the story a step belongs. Steps of one lane follow each other; keys count per subject. */
export interface Thread {
  readonly lane: string;
  readonly subject: string;
}

/** Collects the steps of the story and tells each its time: office hours, a few minutes apart where one follows another. */
export class Diary {
  private readonly steps: Step[] = [];
  private readonly minutes = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  /** @param until what would happen after this date is not written */
  constructor(private readonly until: DateOnly) {}

  /** Does nothing after the story's end. */
  write(date: DateOnly, { lane, subject }: Thread, command: Command): void {
    if (date > this.until) return;
    const at = this.timeFor(date, lane);
    this.steps.push({ ...command, at, date, lane, key: this.keyFor(subject) });
  }

  /** In the order of time. */
  inOrder(): readonly Step[] {
    return [...this.steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.lane < b.lane ? -1 : 1));
  }

  private timeFor(date: DateOnly, lane: string): Instant {
    const slot = `${date} ${lane}`;
    const seed = new Seed(slot);
    const minute = this.minutes.get(slot) ?? seed.whole(8 * 60, 16 * 60);
    this.minutes.set(slot, minute + 3);
    return instantOf(Date.parse(date) + minute * 60_000 + seed.whole(0, 59_999));
  }

  private keyFor(subject: string): string {
    const count = (this.counts.get(subject) ?? 0) + 1;
    this.counts.set(subject, count);
    return `${subject}-${String(count)}`;
  }
}

/** The date, or the Monday after it. */
export function workday(date: DateOnly): DateOnly {
  const day = new Date(date).getUTCDay();
  return addDays(date, day === 6 ? 2 : day === 0 ? 1 : 0);
}

/** The working day before. */
export function workdayBefore(date: DateOnly): DateOnly {
  const before = addDays(date, -1);
  return workday(before) === before ? before : workdayBefore(before);
}

/** A date of the story, as written. */
export function day(text: string): DateOnly {
  const date = parseDate(text);
  if (date === undefined) throw new Error(`The story has no date ${text}.`);
  return date;
}

/** So many days later, on a working day. */
export const later = (date: DateOnly, days: number): DateOnly => workday(addDays(date, days));
