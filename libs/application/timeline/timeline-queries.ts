import { Inject, Injectable } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccountId } from '../../kernel/ids.js';
import type { Filter } from '../../read-store/filter.js';
import { timeline } from '../register/timeline.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import type { Moment } from '../records/moments.js';
import { allOf } from '../records/project-scope.js';
import { QuestionOf, type ListQuestion } from '../records/question.js';
import { Reading, type Answering } from '../records/reading.js';
import { Records } from '../records/records.js';
import { Subjects, type Subject } from '../records/subjects.js';
import { entriesOf, type TimelineEntry } from './entries.js';
import { subjectsBelow } from './subjects-below.js';

const newestFirst = '-occurredAt,-recordedAt,-revision';

export interface TimelinePage extends Moment {
  readonly items: readonly TimelineEntry[];
  readonly next: string | null;
}

/** ACT-06, BX-02: what happened to records, newest first. */
@Injectable()
export class Timelines {
  constructor(
    private readonly records: Records,
    private readonly reading: Reading,
    @Inject(ADAPTERS) private readonly adapters: Adapters,
  ) {}

  async page(asked: ListQuestion, within: (answering: Answering) => Promise<Filter>): Promise<TimelinePage> {
    const { items, ...page } = await this.reading.page(asked, async (answering, cursor) => {
      const { store, at } = answering;
      const sorted = {
        ...asked,
        within: allOf(happenedBy(at), await within(answering)),
        sort: asked.sort ?? newestFirst,
      };
      return {
        asOf: at.asOf,
        knownAt: at.knownAt,
        ...(await this.records.rows(timeline, { ...sorted, cursor }, store, {})),
      };
    });
    const entries = await entriesOf(this.adapters.log, items);
    return { items: await this.reading.open(entries), ...page };
  }
}

/** Entries never change: what was known of the past is those that had been recorded. */
const happenedBy = ({ asOf, knownAt }: Moment): Filter => ({ occurredAt: { lte: asOf }, recordedAt: { lte: knownAt } });

/** ACT-07: everything on the account, its sub-accounts and their opportunities. */
export class TimelineOfAccount extends QuestionOf<ListQuestion & { readonly accountId: AccountId }, TimelinePage> {}

@QueryHandler(TimelineOfAccount)
export class TimelineOfAccountHandler implements IQueryHandler<TimelineOfAccount> {
  constructor(
    private readonly timelines: Timelines,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: TimelineOfAccount): Promise<TimelinePage> {
    const { accountId, viewer } = asked;
    await this.subjects.check({ kind: 'account', id: accountId }, viewer);
    return this.timelines.page(asked, async ({ store, at }) => ({
      subject: { in: await subjectsBelow(store, accountId, at, viewer) },
    }));
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
    return this.timelines.page(asked, () => Promise.resolve({ subject: { eq: `${subject.kind}:${subject.id}` } }));
  }
}
