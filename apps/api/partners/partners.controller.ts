import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ArchivePartner,
  DeletePartner,
  EditPartner,
  PutPartner,
  UnarchivePartner,
} from '../../../libs/application/partners/partners.js';
import type { PartnerId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { CreatePartnerDto, EditPartnerDto } from './partners.dto.js';

@ApiTags('partners')
@Controller('v1/partners')
export class PartnersController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a partner (PAR-01)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreatePartnerDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutPartner.making(request.idFor<PartnerId>('partner'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit a partner (PAR-02)')
  edit(
    @IdParam('id') partnerId: PartnerId,
    @Body() { occurredAt: _, ...body }: EditPartnerDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditPartner({ ...body, partnerId }, request.context));
  }

  @Post(':id/archive')
  @CommandRoute('Archive a partner: it takes no further business and stays as it is until it is unarchived')
  archive(@IdParam('id') partnerId: PartnerId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ArchivePartner({ partnerId }, request.context));
  }

  @Post(':id/unarchive')
  @CommandRoute('Unarchive a partner')
  unarchive(@IdParam('id') partnerId: PartnerId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new UnarchivePartner({ partnerId }, request.context));
  }

  @Delete(':id')
  @CommandRoute('Delete a partner that nothing names (PAR-02); its history stays')
  delete(@IdParam('id') partnerId: PartnerId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeletePartner({ partnerId }, request.context));
  }
}
