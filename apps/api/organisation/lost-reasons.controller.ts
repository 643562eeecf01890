import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  AddLostReason,
  RenameLostReason,
  RetireLostReason,
} from '../../../libs/application/organisation/organisation.commands.js';
import type { LostReasonId } from '../../../libs/kernel/ids.js';
import { lostReasonIdOf } from '../../../libs/organisation/lost-reason/lost-reason.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { AddLostReasonDto, RenameLostReasonDto } from './organisation.dto.js';

@ApiTags('lost reasons')
@Controller('v1/lost-reasons')
export class LostReasonsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Add a reason for losing', { creates: true })
  add(@Body() { code, label }: AddLostReasonDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      new AddLostReason({ lostReasonId: lostReasonIdOf(code), code, label }, request.context),
    );
  }

  @Patch(':id')
  @CommandRoute('Rename a reason')
  rename(
    @IdParam('id') lostReasonId: LostReasonId,
    @Body() { label }: RenameLostReasonDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new RenameLostReason({ lostReasonId, label }, request.context));
  }

  @Post(':id/retire')
  @CommandRoute('Offer a reason no longer')
  retire(@IdParam('id') lostReasonId: LostReasonId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new RetireLostReason({ lostReasonId }, request.context));
  }
}
