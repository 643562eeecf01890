import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../commands/command-context.js';
import { occurredAtOf } from '../../commands/occurred-at.js';
import type { Calendar } from '../../kernel/calendar.js';
import { instantIn, type Clock, type DateOnly, type Instant } from '../../kernel/dates.js';

/** Dates in the organisation's zone, by its clock. */
@Injectable()
export class BusinessTime {
  constructor(
    readonly calendar: Calendar,
    private readonly clock: Clock,
  ) {}

  /** The instant that it is. */
  now(): Instant {
    return this.clock.now();
  }

  /** The date that it is. */
  today(): DateOnly {
    return this.calendar.dateOf(this.clock.now());
  }

  /** The date that it was at this moment, out of a row. */
  dateOf(moment: string): DateOnly {
    return this.calendar.dateOf(instantIn(moment));
  }

  /** The business date on which the command happened: the default of dates that it names none for. */
  happenedOn({ occurred }: CommandContext): DateOnly {
    if (occurred === undefined) return this.today();
    return this.calendar.dateOf('given' in occurred ? occurred.given : occurred.inherited);
  }

  /**
   * As of when a command uses prices, stages, names and settings: its own time, a date alone to its end; undefined: now. `on`: the
   * business date that it is about, which may be an earlier one.
   */
  settingsAt({ occurred }: CommandContext, on?: DateOnly): Instant | undefined {
    const given = occurred && 'given' in occurred ? occurred.given : undefined;
    const date = given === undefined ? undefined : this.calendar.dateOf(given);
    const own = date !== undefined && given === this.calendar.startOf(date) ? this.calendar.endOf(date) : given;
    if (on === undefined) return own;
    const end = this.calendar.endOf(on);
    const latest = own ?? this.clock.now();
    return end < latest ? end : own;
  }

  /** Since when what the command says holds, where that is kept by times of its own. @throws DomainError `occurred-in-future` */
  momentOf({ occurred }: CommandContext): { readonly since: Instant; readonly isNow?: true } {
    const since = occurredAtOf(occurred, this.clock.now(), undefined);
    return occurred === undefined ? { since, isNow: true } : { since };
  }
}
