import { addDays, type DateOnly } from '../../libs/kernel/dates.js';

/** A step's own small random numbers, used up one after the other: what a step chooses depends on nothing else. */
export class Picks {
  private at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  upTo(count: number): number {
    const number = this.numbers[this.at % this.numbers.length] ?? 0;
    // Another factor each time round, so that few numbers go a long way.
    const turn = 1 + Math.floor(this.at / this.numbers.length);
    this.at += 1;
    return (number * turn) % count;
  }

  /** One of them; they must be some. */
  of<T>(items: readonly T[]): T {
    const item = items[this.upTo(items.length)];
    if (item === undefined) throw new RangeError('There is nothing to choose from.');
    return item;
  }

  /** One of them, or undefined once in a while, and when there is none. */
  maybe<T>(items: readonly T[]): T | undefined {
    return items.length === 0 || this.chance(4) ? undefined : this.of(items);
  }

  /** True once in so many times. */
  chance(of: number): boolean {
    return this.upTo(of) === 0;
  }

  /** A date at most so many days before this one. */
  dayBefore(today: DateOnly, most: number): DateOnly {
    return addDays(today, -this.upTo(most + 1));
  }
}
