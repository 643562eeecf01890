import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import type { CampaignId } from '../../kernel/ids.js';
import { Exact } from '../../kernel/decimal.js';
import { Money, money } from '../../kernel/money.js';
import type { LongRead } from '../../read-store/long-read.js';
import type { Viewer } from '../../read-store/read-store.js';
import { campaigns } from '../../../projections/campaigns/campaigns.read-model.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { instants } from '../records/answers.js';
import { asOfShown } from '../records/as-of.js';
import type { DatedMoment } from '../records/moments.js';
import { noRecord } from '../records/no-record.js';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { addedUp } from '../reports/money-groups.js';
import { Results, resultsOf } from '../reports/results.js';

/** One per currency (decision 11). */
const amounts = Type.Unsafe<readonly Money[]>(Type.Array(Money));

export const CampaignResultsAnswer = Type.Object({
  ...instants,
  ...Results.properties,
  cost: Type.Unsafe<readonly Money[]>({ ...amounts, description: 'What was spent up to then.' }),
  costPerLead: Nullable(amounts),
  costPerSale: Nullable(amounts),
});
type Answer = Readonly<Static<typeof CampaignResultsAnswer>>;

interface Asked {
  readonly viewer: Viewer;
  readonly at: DatedMoment;
  readonly campaignId: CampaignId;
}

/** CAM-09, CAM-11: what the campaign had brought and cost by then. @throws DomainError `record-not-found` where there was none */
export const campaignResults: LongRead<Asked, Answer> = {
  name: 'campaign-results',
  async answer({ store }, { viewer, at, campaignId }) {
    const campaign = (await store.get(campaigns, campaignId, viewer, at)) ?? noRecord(campaignId, at);
    const results = await resultsOf(store, { viewer, at }, 'campaignId', campaignId);
    const cost = addedUp(campaign.costs.filter(({ on }) => on <= at.on).map(({ amount }) => [amount]));
    return {
      ...asOfShown(at),
      ...results,
      cost,
      costPerLead: perOne(cost, results.leads.total),
      costPerSale: perOne(cost, results.sales.count),
    };
  },
};

/** Null: there is none to share it. */
const perOne = (cost: readonly Money[], count: number): readonly Money[] | null =>
  count === 0 ? null : cost.map(({ amount, currency }) => money(new Exact(amount).div(count), currency));

export class CampaignResults extends QuestionOf<Question & { readonly campaignId: CampaignId }, Answer> {}

@QueryHandler(CampaignResults)
export class CampaignResultsHandler implements IQueryHandler<CampaignResults> {
  constructor(private readonly reading: Reading) {}

  execute({ asked }: CampaignResults) {
    return this.reading.long(campaignResults, asked);
  }
}
