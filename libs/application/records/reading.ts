import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '../../kernel/dates.js';
import type { Progress } from '../../projection/progress.js';
import { PROGRESS } from '../lifecycle/progress.js';
import { badCursor } from '../../read-store/cursor.js';
import type { AsOf, ReadStore, Snapshot } from '../../read-store/read-store.js';
import { Sealer } from '../../sealing/sealer.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import type { LongRead } from '../../read-store/long-read.js';
import { BusinessTime } from '../settings/business-time.js';
import { Moments, type DatedMoment, type Moment } from './moments.js';
import { cursorFrom, cursorText } from './page-cursor.js';
import type { ListQuestion, Question } from './question.js';
import { waitForProjected } from './wait-for-position.js';

/** What an answer is made of: rows of one moment, and the instants that the question is about. */
export interface Answering {
  readonly store: Snapshot;
  readonly at: DatedMoment;
}

/** What handlers of questions need: the store as of the position that was asked for, and personal data opened. */
@Injectable()
export class Reading {
  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(PROGRESS) private readonly progress: Progress,
    private readonly sealer: Sealer,
    private readonly moments: Moments,
    private readonly time: BusinessTime,
  ) {}

  get store(): ReadStore {
    return this.adapters.store;
  }

  /** Waits until the read models have the position that the question names, and what processes made of it. @throws DomainError `read-model-behind` @throws PositionUnknown */
  notBefore({ notBefore }: Question): Promise<void> {
    return this.moments.notBefore(notBefore);
  }

  /**
   * One answer, all of it from one moment that has the position which the question names. The work does not wait for the log or the
   * read models. @throws DomainError `read-model-behind` @throws PositionUnknown
   */
  async answer<T>(question: Question, work: (answering: Answering) => Promise<T>): Promise<T> {
    const at = await this.moments.of(question);
    return this.store.reading((store) => work({ store, at }));
  }

  /** One answer of a moment, made where it holds up nobody. @throws as `answer`, and DomainError `too-many-reads` */
  async long<Q extends Question, Answer>(
    read: LongRead<Q & { readonly at: DatedMoment }, Answer>,
    question: Q,
  ): Promise<Answer> {
    return this.make(read, { ...question, at: await this.moments.of(question) }, true);
  }

  /** What is asked of the read models at once, in a thread of its own where it may take long. */
  make<Asked, Answer>(read: LongRead<Asked, Answer>, asked: Asked, isLong: boolean): Promise<Answer> {
    const { longReads } = this.adapters;
    if (isLong && longReads !== undefined) return longReads.make(read, asked);
    return this.store.reading((store) => read.answer({ store, open: (value) => this.open(value) }, asked));
  }

  /** One page of a list: all its pages are of the instants of the first. @throws QueryRefused `bad-cursor`, and as `answer` */
  async page<P extends { readonly next: string | null }>(
    question: ListQuestion,
    ask: (at: DatedMoment, place: string | undefined) => Promise<P>,
  ): Promise<P> {
    const from = question.cursor === undefined ? undefined : cursorFrom(question.cursor);
    if (from !== undefined) this.mustBeOf(question, from.moment);
    const at = await this.moments.of({ ...question, ...from?.moment });
    const page = await ask(at, from?.place);
    return page.next === null ? page : { ...page, next: cursorText({ moment: at, place: page.next }) };
  }

  private mustBeOf({ asOf, knownAt }: Question, moment: Moment): void {
    const isMeant = (text: string | undefined, instant: Instant) =>
      text === undefined || this.moments.isMeant(text, instant);
    if (!isMeant(asOf, moment.asOf) || !isMeant(knownAt, moment.knownAt)) badCursor();
  }

  /** Waits until the read models have all that is in the log now. @throws DomainError `read-model-behind` */
  async upToDate(): Promise<void> {
    await waitForProjected(this.progress, await this.adapters.log.head());
  }

  /** Now, for a record in hand. */
  get today(): AsOf {
    return { on: this.time.today() };
  }

  /** Personal data in the value opened, or `{erased: true}`. */
  open<T>(value: T): Promise<T> {
    return this.sealer.open(value);
  }
}
