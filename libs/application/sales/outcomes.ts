import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import Type, { type Static } from 'typebox';
import type { CommandContext } from '../../commands/command-context.js';
import type { DateOnly } from '../../kernel/dates.js';
import { isEvent } from '../../kernel/events.js';
import { idSchema, type ContractId, type OpportunityId, type StageId } from '../../kernel/ids.js';
import { lostReasonIdOf } from '../../organisation/lost-reason/lost-reason.js';
import type * as domain from '../../sales/opportunity/opportunity.commands.js';
import { OpportunitySold } from '../../sales/opportunity/opportunity.events.js';
import { SaleOutcome } from '../../sales/opportunity/quote-line.js';
import { saleOutcome } from '../../sales/opportunity/sale.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type CommandAnswer } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import type { Lookups } from '../lookups/lookups.js';
import { aggregates } from '../register/aggregates.js';
import { BusinessTime } from '../settings/business-time.js';

export class UnlockOpportunity extends plainCommand(aggregates.opportunity, 'UnlockOpportunity') {}

/** What would come of a sale. */
export const SaleDryRun = Type.Object({
  id: idSchema<OpportunityId>(),
  dryRun: Type.Literal(true),
  sale: Type.Optional(SaleOutcome),
});
type SellAnswer = CommandAnswer | Static<typeof SaleDryRun>;

/** SOLD-01 to 04. Without `soldOn`: on the date it happened. `dryRun` answers what would come of it, and writes nothing. */
export class SellOpportunity extends AggregateCommand<
  {
    readonly opportunityId: OpportunityId;
    readonly soldOn?: DateOnly | undefined;
    readonly dryRun?: boolean | undefined;
    readonly override?: domain.SaleOverride | undefined;
  },
  SellAnswer
> {}

@CommandHandler(SellOpportunity)
export class SellOpportunityHandler implements ICommandHandler<SellOpportunity> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: SellOpportunity): Promise<SellAnswer> {
    const { opportunityId: id, soldOn, dryRun = false, override } = data;
    const sell = async (lookups: Lookups) => ({ ...(await this.sell(id, soldOn, context, lookups)), override });
    if (dryRun) {
      const [sold] = await this.commands.preview(aggregates.opportunity, context, sell);
      return { id, dryRun, ...(sold?.type === 'OpportunitySold' && { sale: saleOutcome(sold) }) };
    }
    const outcome = await this.commands.prepare(aggregates.opportunity, id, context, sell);
    const sold = outcome.events.find((event) => isEvent(OpportunitySold, event));
    return answerTo(outcome, sold ? { sale: saleOutcome(sold) } : {});
  }

  /** The buying account and the stage that it leads to are frozen into the sale. */
  private async sell(
    opportunityId: OpportunityId,
    soldOn: DateOnly | undefined,
    context: CommandContext,
    lookups: Lookups,
  ): Promise<domain.SellOpportunity> {
    const { accountId, pipelineId, openedAt } = await lookups.opportunity(opportunityId);
    const then = lookups.asOf(this.time.settingsAt(context, soldOn));
    const offered = await lookups.productsOffered(opportunityId);
    const [{ stageId: wonStageId }, account, { usePriceBookItems }, products] = await Promise.all([
      then.firstStage(pipelineId, 'won'),
      accountId === null ? undefined : then.buyer(accountId),
      then.salesSettings(),
      Promise.all(offered.map((id) => then.product(id))),
    ]);
    return {
      type: 'SellOpportunity',
      opportunityId,
      soldOn,
      ...outcomeDates(this.time, openedAt, context),
      account,
      wonStageId,
      quoteRequired: usePriceBookItems,
      inactiveProducts: offered.filter((_id, index) => products[index]?.active === false),
    };
  }
}

const outcomeDates = (time: BusinessTime, openedAt: string, context: CommandContext): domain.OutcomeDates => ({
  openedOn: time.dateOf(openedAt),
  today: time.happenedOn(context),
});

/** Without `lostOn`: on the date it happened. */
export class LoseOpportunity extends AggregateCommand<
  Omit<domain.LoseOpportunity, 'type' | keyof domain.OutcomeDates | 'stageId'>
> {}

@CommandHandler(LoseOpportunity)
export class LoseOpportunityHandler implements ICommandHandler<LoseOpportunity> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: LoseOpportunity) {
    const { opportunityId, reasonCode } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      const { pipelineId, openedAt } = await lookups.opportunity(opportunityId);
      const [{ stageId }] = await Promise.all([
        lookups.asOf(this.time.settingsAt(context, data.lostOn)).firstStage(pipelineId, 'lost'),
        lookups.lostReason(lostReasonIdOf(reasonCode)),
      ]);
      return { type: 'LoseOpportunity', ...data, ...outcomeDates(this.time, openedAt, context), stageId };
    });
    return answerTo(outcome);
  }
}

/** Back to the stage before it was lost unless another is named. */
export class ReopenOpportunity extends AggregateCommand<{
  readonly opportunityId: OpportunityId;
  readonly stageId?: StageId | undefined;
}> {}

@CommandHandler(ReopenOpportunity)
export class ReopenOpportunityHandler implements ICommandHandler<ReopenOpportunity> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ReopenOpportunity) {
    const { opportunityId } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      if (data.stageId === undefined) return { type: 'ReopenOpportunity', opportunityId };
      const { pipelineId } = await lookups.opportunity(opportunityId);
      const { stageId, category } = await lookups.stage(pipelineId, data.stageId);
      return { type: 'ReopenOpportunity', opportunityId, stageId, category };
    });
    return answerTo(outcome);
  }
}

/** SOLD-07: the contract is cancelled with the reason `removed`. */
export class RemoveContract extends AggregateCommand<{
  readonly opportunityId: OpportunityId;
  readonly contractId: ContractId;
}> {}

@CommandHandler(RemoveContract)
export class RemoveContractHandler implements ICommandHandler<RemoveContract> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data: { opportunityId, contractId }, context }: RemoveContract) {
    const happenedOn = this.time.happenedOn(context);
    const outcome = await this.commands.prepare(aggregates.contract, contractId, context, async (lookups) => {
      await lookups.contractOf(opportunityId, contractId);
      return { type: 'CancelContract', contractId, reasonCode: 'removed', effectiveOn: happenedOn, happenedOn };
    });
    return answerTo(outcome);
  }
}
