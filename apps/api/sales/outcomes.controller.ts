import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { isEvent } from '../../../libs/kernel/events.js';
import type { ContractId, OpportunityId } from '../../../libs/kernel/ids.js';
import { lostReasonIdOf } from '../../../libs/organisation/lost-reason/lost-reason.js';
import { OpportunitySold } from '../../../libs/sales/opportunity/opportunity.events.js';
import { saleOutcome } from '../../../libs/sales/opportunity/sale.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import type { Lookups } from '../commands/facts.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { LoseDto, ReopenDto, SellDto, UnlockDto } from './opportunities.dto.js';
import { sellCommand } from './sell-command.js';

/** How opportunities end, and how they come back. */
@ApiTags('opportunities')
@Controller('v1/opportunities/:id')
export class OutcomesController {
  constructor(private readonly commands: CommandBus) {}

  @Post('sell')
  @CommandRoute('Mark as sold: the active quote becomes contracts and the opportunity is locked (SOLD-01 to 04)')
  async sell(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { soldOn, dryRun = false }: SellDto,
    @Request() request: CommandRequest,
  ) {
    const command = (facts: Lookups) => sellCommand(facts, opportunityId, soldOn, request);
    if (dryRun) {
      const [sold] = await this.commands.execute(Execute.preview(aggregates.opportunity, request.context, command));
      return { id: opportunityId, dryRun, ...(sold?.type === 'OpportunitySold' && { sale: saleOutcome(sold) }) };
    }
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, command, {
        more: ({ events }) => {
          const sold = events.find((event) => isEvent(OpportunitySold, event));
          return sold ? { sale: saleOutcome(sold) } : {};
        },
      }),
    );
  }

  @Post('unlock')
  @CommandRoute('Unlock a sold opportunity; its sale and contracts stand meanwhile (SOLD-06)')
  unlock(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { reason }: UnlockDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, () => ({
        type: 'UnlockOpportunity',
        opportunityId,
        reason,
      })),
    );
  }

  @Post('lose')
  @CommandRoute('Mark as lost, for a reason; a sale that stood is undone with its contracts')
  lose(@IdParam('id') opportunityId: OpportunityId, @Body() body: LoseDto, @Request() request: CommandRequest) {
    const { reasonCode, comment, competitor } = body;
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, async (facts) => {
        await facts.need(aggregates.lostReason, 'lost reason', lostReasonIdOf(reasonCode));
        const { pipelineId } = await facts.opportunity(opportunityId);
        const { stageId } = await facts.firstStage(pipelineId, 'lost');
        const lostOn = body.lostOn ?? request.happenedOn();
        return {
          type: 'LoseOpportunity',
          opportunityId,
          lostOn,
          today: request.today(),
          reasonCode,
          comment,
          competitor,
          stageId,
        };
      }),
    );
  }

  @Post('reopen')
  @CommandRoute('Reopen a lost opportunity')
  reopen(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { stageId }: ReopenDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.opportunity, opportunityId, request.context, async (facts) => {
        if (stageId === undefined) return { type: 'ReopenOpportunity', opportunityId };
        const { pipelineId } = await facts.opportunity(opportunityId);
        const stage = await facts.stage(pipelineId, stageId);
        return { type: 'ReopenOpportunity', opportunityId, stageId: stage.stageId, category: stage.category };
      }),
    );
  }

  @Post('contracts/:contractId/remove')
  @CommandRoute('Remove one contract of the opportunity: it is cancelled (SOLD-07)')
  removeContract(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('contractId') contractId: ContractId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.contract, contractId, request.context, async (facts) => {
        await facts.contractOf(opportunityId, contractId);
        return { type: 'CancelContract', contractId, reasonCode: 'removed', effectiveOn: request.happenedOn() };
      }),
    );
  }
}
