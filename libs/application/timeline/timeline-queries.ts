import { Inject, Injectable } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccountId, LeadId, OpportunityId } from '../../kernel/ids.js';
import type { Filter } from '../../read-store/filter.js';
import { timeline } from '../register/timeline.js';
import { ADAPTERS, type Adapters } from '../adapters/adapters.js';
import { QuestionOf, type ListQuestion } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { Records } from '../records/records.js';
import { Subjects } from '../records/subjects.js';
import { entriesOf, type TimelineEntry } from './entries.js';
import { subjectsBelow } from './subjects-below.js';

const newestFirst = '-occurredAt,-recordedAt,-revision';

export interface TimelinePage {
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

  async page(asked: ListQuestion, within: Filter): Promise<TimelinePage> {
    const sorted = { ...asked, within, sort: asked.sort ?? newestFirst };
    const { items, ...page } = await this.records.rows(timeline, sorted);
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
    private readonly reading: Reading,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: TimelineOfAccount): Promise<TimelinePage> {
    const { accountId, viewer } = asked;
    await this.subjects.account(accountId, viewer);
    // What is below the account is read too, so that it must not be older either.
    await this.reading.notBefore(asked);
    const subjects = await subjectsBelow(this.reading.store, accountId, viewer);
    return this.timelines.page(asked, { subject: { in: subjects } });
  }
}

export class TimelineOfOpportunity extends QuestionOf<
  ListQuestion & { readonly opportunityId: OpportunityId },
  TimelinePage
> {}

@QueryHandler(TimelineOfOpportunity)
export class TimelineOfOpportunityHandler implements IQueryHandler<TimelineOfOpportunity> {
  constructor(
    private readonly timelines: Timelines,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: TimelineOfOpportunity): Promise<TimelinePage> {
    const { opportunityId, viewer } = asked;
    await this.subjects.opportunity(opportunityId, viewer);
    return this.timelines.page(asked, { subject: { eq: `opportunity:${opportunityId}` } });
  }
}

/** LEAD-16 */
export class TimelineOfLead extends QuestionOf<ListQuestion & { readonly leadId: LeadId }, TimelinePage> {}

@QueryHandler(TimelineOfLead)
export class TimelineOfLeadHandler implements IQueryHandler<TimelineOfLead> {
  constructor(
    private readonly timelines: Timelines,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: TimelineOfLead): Promise<TimelinePage> {
    const { leadId, viewer } = asked;
    await this.subjects.lead(leadId, viewer);
    return this.timelines.page(asked, { subject: { eq: `lead:${leadId}` } });
  }
}
