import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  AmendContract,
  CancelContract,
  RegisterContract,
  WithdrawScheduledChange,
} from '../../../libs/application/contracts/contracts.js';
import type { ContractId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import {
  AmendContractDto,
  CancelContractDto,
  RegisterContractDto,
  WithdrawScheduledChangeDto,
} from './contracts.dto.js';

@ApiTags('contracts')
@Controller('v1/contracts')
export class ContractsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Register a running contract by hand (decision 16); sales make theirs themselves', { creates: true })
  register(@Body() { occurredAt: _, ...body }: RegisterContractDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      new RegisterContract({ ...body, contractId: request.idFor<ContractId>('contract') }, request.context),
    );
  }

  @Post(':id/amend')
  @CommandRoute('Change a contract (CON-07), now or from a later day on')
  amend(
    @IdParam('id') contractId: ContractId,
    @Body() { occurredAt: _, ...body }: AmendContractDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new AmendContract({ ...body, contractId }, request.context));
  }

  @Post(':id/cancel')
  @CommandRoute('Cancel a contract, now or from a later day on')
  cancel(
    @IdParam('id') contractId: ContractId,
    @Body() { reasonCode, effectiveOn }: CancelContractDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new CancelContract({ contractId, reasonCode, effectiveOn }, request.context));
  }

  @Post(':id/withdraw-scheduled')
  @CommandRoute('Withdraw what is scheduled for a contract')
  withdrawScheduled(
    @IdParam('id') contractId: ContractId,
    @Body() { reasonCode, effectiveOn, action }: WithdrawScheduledChangeDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new WithdrawScheduledChange({ contractId, reasonCode, effectiveOn, action }, request.context),
    );
  }
}
