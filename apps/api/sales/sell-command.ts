import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { OpportunityId } from '../../../libs/kernel/ids.js';
import type { SellOpportunity } from '../../../libs/sales/opportunity/opportunity.commands.js';
import type { Lookups } from '../commands/facts.js';
import type { CommandRequest } from '../http/command-request.js';

/** What selling needs to know: the buying account and the stage that it leads to, frozen into the sale. */
export async function sellCommand(
  facts: Lookups,
  opportunityId: OpportunityId,
  soldOn: DateOnly | undefined,
  request: CommandRequest,
): Promise<SellOpportunity> {
  const { accountId, pipelineId } = await facts.opportunity(opportunityId);
  const { stageId: wonStageId } = await facts.firstStage(pipelineId, 'won');
  return {
    type: 'SellOpportunity',
    opportunityId,
    soldOn: soldOn ?? request.happenedOn(),
    today: request.today(),
    account: accountId === null ? undefined : await facts.buyer(accountId),
    wonStageId,
    quoteRequired: (await facts.salesSettings()).usePriceBookItems,
  };
}
