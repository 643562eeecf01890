import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { Account, Person } from './company.js';
import { later, type Diary, type Thread } from './diary.js';
import { stageName } from './founding.js';
import type { Body, Command } from './step.js';

export type Line = Body;

/** An opportunity in the story: its commands, one after the other. */
export interface Deal {
  readonly name: string;
  readonly title: string;
  readonly account: Account;
  readonly seller: Person;
  readonly pipeline: 'new' | 'renewals';
  readonly type: 'new' | 'upsell' | 'renewal';
  /** Where it came from. */
  readonly campaign?: string | undefined;
}

/** Writes what happens to one deal into the diary. */
export class DealWriter {
  private readonly thread: Thread;

  constructor(
    private readonly diary: Diary,
    readonly deal: Deal,
  ) {
    this.thread = { lane: laneOf(deal.account), subject: deal.name };
  }

  open(date: DateOnly, expected: string): void {
    const { name, title, account, seller, pipeline, type, campaign } = this.deal;
    this.write(date, {
      method: 'POST',
      path: '/v1/opportunities',
      as: name,
      body: {
        name: title,
        pipelineId: `@${pipeline}`,
        accountId: `@${account.name}`,
        ownerId: `@${seller.name}`,
        projectId: `@${account.region.name}`,
        expectedAmount: { amount: expected, currency: account.region.currency },
        expectedCloseOn: later(date, 75),
        opportunityType: type,
        ...(campaign !== undefined && { campaignId: `@${campaign}` }),
      },
    });
  }

  move(date: DateOnly, stage: number): void {
    this.post(date, 'move-to-stage', { stageId: `@${stageName(this.deal.pipeline, stage)}` });
  }

  /** A quote that becomes the active one. */
  quote(date: DateOnly, lines: readonly Line[], name = 'Offer'): void {
    const { region } = this.deal.account;
    const quote = `${this.deal.name}.quote`;
    this.post(date, 'quotes', { name, currency: region.currency, startsOn: date, lines }, { [quote]: 'quoteId' });
    this.post(date, `quotes/@${quote}/activate`, {});
  }

  changeQuote(date: DateOnly, change: Body): void {
    this.post(date, `quotes/@${this.deal.name}.quote/lines`, change);
  }

  /** @param heardOn when the sale was recorded, if later than it happened */
  sell(soldOn: DateOnly, heardOn: DateOnly = soldOn, also?: Readonly<Record<string, string>>): void {
    const late: Body = heardOn > soldOn ? { occurredAt: `${soldOn}T17:30:00Z` } : {};
    this.post(heardOn, 'sell', { soldOn, ...late }, also);
  }

  unlock(date: DateOnly, reason: string): void {
    this.post(date, 'unlock', { reason });
  }

  lose(date: DateOnly, reasonCode: string): void {
    this.post(date, 'lose', { reasonCode, ...(reasonCode === 'competitor' && { competitor: 'Hydroline' }) });
  }

  activity(date: DateOnly, category: string, title: string): void {
    const subject = { kind: 'opportunity', id: `@${this.deal.name}` };
    this.write(date, {
      method: 'POST',
      path: '/v1/activities',
      body: { subject, category, title, happenedOn: date, ownerId: `@${this.deal.seller.name}` },
    });
  }

  private post(date: DateOnly, what: string, body: Body, also: Readonly<Record<string, string>> = {}): void {
    this.write(date, { method: 'POST', path: `/v1/opportunities/@${this.deal.name}/${what}`, body, also });
  }

  private write(date: DateOnly, command: Command): void {
    this.diary.write(date, this.thread, command);
  }
}

/** A place's accounts and their deals follow each other, so that every record is there before it is named. */
export const laneOf = ({ parent, name }: Account): string => (parent ?? { name }).name;

/** A line from the price book. */
export const line = (product: string, quantity: number, more: Body = {}): Line => ({
  productId: `@product-${product}`,
  priceBookId: '@book',
  quantity: String(quantity),
  ...more,
});
