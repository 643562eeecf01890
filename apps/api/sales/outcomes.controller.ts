import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import {
  LoseOpportunity,
  RemoveContract,
  ReopenOpportunity,
  SaleDryRun,
  SellOpportunity,
  UnlockOpportunity,
} from '../../../libs/application/sales/outcomes.js';
import type { ContractId, OpportunityId } from '../../../libs/kernel/ids.js';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { SaleOutcome } from '../../../libs/sales/opportunity/quote-line.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { LoseDto, ReopenDto, SellDto, UnlockDto } from './opportunities.dto.js';

/** How opportunities end, and how they come back. */
@ApiTags('opportunities')
@Controller('v1/opportunities/:id')
export class OutcomesController {
  constructor(private readonly commands: CommandBus) {}

  @Post('sell')
  @CommandRoute('Mark as sold: the active quote becomes contracts and the opportunity is locked (SOLD-01 to 04)', {
    more: { sale: Type.Optional(SaleOutcome) },
    dryRun: SaleDryRun,
  })
  sell(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { occurredAt: _, ...body }: SellDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new SellOpportunity({ ...body, opportunityId }, request.context));
  }

  @Post('unlock')
  @CommandRoute('Unlock a sold opportunity; its sale and contracts stand meanwhile (SOLD-06)')
  unlock(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { reason }: UnlockDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new UnlockOpportunity({ opportunityId, reason }, request.context));
  }

  @Post('lose')
  @CommandRoute('Mark as lost, for a reason; a sale that stood is undone with its contracts')
  lose(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { occurredAt: _, ...body }: LoseDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new LoseOpportunity({ ...body, opportunityId }, request.context));
  }

  @Post('reopen')
  @CommandRoute('Reopen a lost opportunity')
  reopen(
    @IdParam('id') opportunityId: OpportunityId,
    @Body() { stageId }: ReopenDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new ReopenOpportunity({ opportunityId, stageId }, request.context));
  }

  @Post('contracts/:contractId/remove')
  @CommandRoute('Remove one contract of the opportunity: it is cancelled (SOLD-07)', {
    more: { record: resourceSchema(contracts) },
  })
  removeContract(
    @IdParam('id') opportunityId: OpportunityId,
    @IdParam('contractId') contractId: ContractId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new RemoveContract({ opportunityId, contractId }, request.context));
  }
}
