import { Inject, Injectable } from '@nestjs/common';
import type { Progress } from '../../projection/progress.js';
import { PROGRESS } from '../lifecycle/progress.js';
import type { AsOf, ReadStore, Snapshot } from '../../read-store/read-store.js';
import { Sealer } from '../../sealing/sealer.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { BusinessTime } from '../settings/business-time.js';
import { asOfFrom } from './as-of.js';
import type { Question } from './question.js';
import { waitForPosition } from './wait-for-position.js';

/** What an answer is made of: rows of one moment, and the instants that the question is about. */
export interface Answering {
  readonly store: Snapshot;
  readonly at: AsOf;
}

/** What handlers of questions need: the store as of the position that was asked for, and personal data opened. */
@Injectable()
export class Reading {
  constructor(
    @Inject(ADAPTERS) private readonly adapters: Adapters,
    @Inject(PROGRESS) private readonly progress: Progress,
    private readonly sealer: Sealer,
    private readonly time: BusinessTime,
  ) {}

  get store(): ReadStore {
    return this.adapters.store;
  }

  /** Waits until the read models have the position that the question names. @throws DomainError `read-model-behind` @throws PositionUnknown */
  notBefore({ notBefore }: Question): Promise<void> {
    return waitForPosition(this.adapters.log, this.progress, notBefore);
  }

  /**
   * One answer, all of it from one moment that has the position which the question names. The work does not wait for the log or the
   * read models. @throws DomainError `read-model-behind` @throws PositionUnknown
   */
  async answer<T>(question: Question, work: (answering: Answering) => Promise<T>): Promise<T> {
    await this.notBefore(question);
    const at = this.instantsOf(question);
    return this.store.reading((store) => work({ store, at }));
  }

  /** Waits until the read models have all that is in the log now. @throws DomainError `read-model-behind` */
  async upToDate(): Promise<void> {
    const { log } = this.adapters;
    await waitForPosition(log, this.progress, await log.head());
  }

  /** With the date that it is then in the organisation's zone. */
  instantsOf(question: Question): AsOf {
    const at = asOfFrom(question, this.time.calendar);
    return { ...at, on: at.asOf === undefined ? this.time.today() : this.time.calendar.dateOf(at.asOf) };
  }

  /** Personal data in the value opened, or `{erased: true}`. */
  open<T>(value: T): Promise<T> {
    return this.sealer.open(value);
  }
}
