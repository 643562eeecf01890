import { Inject, Injectable } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccountId } from '../../kernel/ids.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import type { Moment } from '../records/moments.js';
import { QuestionOf, type ListQuestion } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { Subjects, type Subject } from '../records/subjects.js';
import { entriesOf, type TimelineEntry } from './entries.js';
import { timelinePage, type TimelineOf } from './timeline-page.js';

export interface TimelinePage extends Moment {
  readonly items: readonly TimelineEntry[];
  readonly next: string | null;
}

/** ACT-06, BX-02: what happened to records, newest first. */
@Injectable()
export class Timelines {
  constructor(
    private readonly reading: Reading,
    @Inject(ADAPTERS) private readonly adapters: Adapters,
  ) {}

  async page({ asOf, knownAt, notBefore, ...asked }: ListQuestion, of: TimelineOf): Promise<TimelinePage> {
    const { viewer, cursor } = asked;
    const { items, ...page } = await this.reading.page(
      { viewer, asOf, knownAt, notBefore, cursor },
      async (at, place) => ({
        asOf: at.asOf,
        knownAt: at.knownAt,
        ...(await this.reading.make(timelinePage, { ...asked, of, cursor: place, at }, 'account' in of)),
      }),
    );
    const entries = await entriesOf(this.adapters.log, items);
    return { items: await this.reading.open(entries), ...page };
  }
}

/** ACT-07: everything on the account, its sub-accounts and their opportunities. */
export class TimelineOfAccount extends QuestionOf<ListQuestion & { readonly accountId: AccountId }, TimelinePage> {}

@QueryHandler(TimelineOfAccount)
export class TimelineOfAccountHandler implements IQueryHandler<TimelineOfAccount> {
  constructor(
    private readonly timelines: Timelines,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: TimelineOfAccount): Promise<TimelinePage> {
    const { accountId, ...question } = asked;
    await this.subjects.check({ kind: 'account', id: accountId }, asked.viewer);
    return this.timelines.page(question, { account: accountId });
  }
}

/** LEAD-16: of one opportunity or lead. */
export class TimelineOfOne extends QuestionOf<ListQuestion & { readonly subject: Subject }, TimelinePage> {}

@QueryHandler(TimelineOfOne)
export class TimelineOfOneHandler implements IQueryHandler<TimelineOfOne> {
  constructor(
    private readonly timelines: Timelines,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked: { subject, ...asked } }: TimelineOfOne): Promise<TimelinePage> {
    await this.subjects.check(subject, asked.viewer);
    return this.timelines.page(asked, { subject: `${subject.kind}:${subject.id}` });
  }
}
