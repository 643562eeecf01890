import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '../../event-log/event-log.js';
import {
  earlier,
  instantOf,
  justBefore,
  later,
  millisOf,
  parseDate,
  parseInstant,
  type DateOnly,
  type Instant,
} from '../../kernel/dates.js';
import type { Progress } from '../../projection/progress.js';
import type { Latest } from '../../read-store/read-store.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { PROGRESS } from '../lifecycle/progress.js';
import { REACTIONS, type Reactions } from '../lifecycle/reactions.js';
import { BusinessTime } from '../settings/business-time.js';
import { refuseQuery } from './query-refusals.js';
import type { Question } from './question.js';
import { waitForAnswered, waitForProjected } from './wait-for-position.js';

/** The instants of an answer: asked for both, it is given again, byte for byte, whatever is recorded meanwhile (ADR 42). */
export interface Moment {
  readonly asOf: Instant;
  readonly knownAt: Instant;
}

/** With the date that it is then in the organisation's zone. */
export type DatedMoment = Moment & { readonly on: DateOnly };

type Taken = { readonly position: Position } & Latest;

/** So far may the clocks of those who ask, and of those who answer, be apart. */
const skewMillis = 1_000;
const beforeEverything = instantOf(0);

/** Which instants an answer is of. */
@Injectable()
export class Moments {
  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(PROGRESS) private readonly progress: Progress,
    @Inject(REACTIONS) private readonly reactions: Reactions,
    private readonly time: BusinessTime,
  ) {}

  /**
   * As asked, a date to its end but not beyond now; not asked: now, and all that the read models know.
   * @throws DomainError `as-of-in-future`, `known-at-in-future` or `read-model-behind` @throws PositionUnknown
   */
  async of({ asOf, knownAt, notBefore }: Question): Promise<DatedMoment> {
    await this.notBefore(notBefore);
    const taken = await this.adapters.store.latest();
    const now = this.time.now();
    // What the log took by another clock may have happened a little later than it is here.
    const happened = later(now, taken?.occurredAt ?? now);
    const recorded = later(now, taken?.recordedAt ?? now);
    const then = asOf === undefined ? happened : this.until(asOf, happened);
    if (then === undefined) return refuseQuery('as-of-in-future', future('asOf', asOf ?? '', now));
    const on = this.time.calendar.dateOf(then);
    if (knownAt === undefined) return { asOf: then, knownAt: await this.known(taken, notBefore !== undefined), on };
    const known = this.until(knownAt, recorded) ?? refuseQuery('known-at-in-future', future('knownAt', knownAt, now));
    return { asOf: then, knownAt: await this.complete(known, taken), on };
  }

  /** Waits until the read models have the position, and what processes made of it. @throws DomainError `read-model-behind` @throws PositionUnknown */
  async notBefore(position: string | undefined): Promise<void> {
    const { progress, reactions } = this;
    if (position !== undefined) await waitForAnswered({ log: this.adapters.log, progress, reactions }, position);
  }

  /** Whether the text of a question may be what an answer of this instant was asked by. */
  isMeant(text: string, instant: Instant): boolean {
    const date = parseDate(text);
    if (date !== undefined) return this.time.calendar.dateOf(instant) === date;
    const asked = parseInstant(text);
    return asked !== undefined && asked >= instant && millisOf(asked) - millisOf(instant) <= skewMillis;
  }

  /** The end of the date, or the time, but not after `last`; undefined for one in the future. */
  private until(text: string, last: Instant): Instant | undefined {
    const { calendar } = this.time;
    const date = parseDate(text);
    if (date !== undefined) return calendar.startOf(date) > last ? undefined : earlier(calendar.endOf(date), last);
    const asked = parseInstant(text);
    if (asked === undefined || millisOf(asked) > millisOf(last) + skewMillis) return undefined;
    return earlier(asked, last);
  }

  /** The last instant of which the read models have all that was, and ever will be, recorded by then. */
  private async known(taken: Taken | undefined, isAwaited: boolean): Promise<Instant> {
    if (taken === undefined) return beforeEverything;
    const { log } = this.adapters;
    const { position, recordedAt } = taken;
    const head = await log.recordAfter(recordedAt);
    if (head === undefined || log.compare(head, position) <= 0) return recordedAt;
    const [next] = (await log.readAll({ after: position, count: 1 })).events;
    if (next === undefined || next.recordedAt > recordedAt) return recordedAt;
    // More was recorded in the same millisecond than is projected.
    if (!isAwaited) return justBefore(recordedAt);
    await waitForProjected(this.progress, head);
    return recordedAt;
  }

  /** Waits until the read models have all that was, and ever will be, recorded by then. */
  private async complete(knownAt: Instant, taken: Taken | undefined): Promise<Instant> {
    if (taken !== undefined && taken.recordedAt > knownAt) return knownAt;
    await waitForProjected(this.progress, await this.adapters.log.recordAfter(knownAt));
    return knownAt;
  }
}

const future = (name: string, text: string, now: Instant): string =>
  `${name} ${text} is in the future: it is ${now} now. Name today, or an instant that has passed.`;
