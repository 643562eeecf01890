import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ArchiveLead,
  ChangeLeadOwner,
  PutLead,
  DisqualifyLead,
  EditLead,
  ReopenLead,
  UnarchiveLead,
} from '../../../libs/application/leads/leads.js';
import { QualifyLead } from '../../../libs/application/leads/qualify-lead.js';
import { idSchema, type AccountId, type ContactId, type LeadId, type OpportunityId } from '../../../libs/kernel/ids.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto, OwnerDto } from '../http/shapes.dto.js';
import { CreateLeadDto, DisqualifyLeadDto, EditLeadDto, QualifyLeadDto } from './leads.dto.js';

const qualified = {
  more: {
    opportunityId: idSchema<OpportunityId>(),
    accountId: Nullable(idSchema<AccountId>()),
    contactId: Nullable(idSchema<ContactId>()),
  },
};

@ApiTags('leads')
@Controller('v1/leads')
export class LeadsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a lead (LEAD-01)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateLeadDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutLead.making(request.idFor<LeadId>('lead'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit a lead (LEAD-02)')
  edit(
    @IdParam('id') leadId: LeadId,
    @Body() { occurredAt: _, ...body }: EditLeadDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditLead({ ...body, leadId }, request.context));
  }

  @Post(':id/disqualify')
  @CommandRoute('Disqualify a lead (LEAD-09)')
  disqualify(
    @IdParam('id') leadId: LeadId,
    @Body() { occurredAt: _, ...body }: DisqualifyLeadDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new DisqualifyLead({ ...body, leadId }, request.context));
  }

  @Post(':id/reopen')
  @CommandRoute('Reopen a disqualified lead (decision 4)')
  reopen(@IdParam('id') leadId: LeadId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ReopenLead({ leadId }, request.context));
  }

  @Post(':id/change-owner')
  @CommandRoute('Give the lead to another user, or to the free pool (LEAD-05)')
  changeOwner(@IdParam('id') leadId: LeadId, @Body() { ownerId }: OwnerDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ChangeLeadOwner({ leadId, ownerId }, request.context));
  }

  @Post(':id/qualify')
  @CommandRoute(
    'Qualify a lead: it becomes an opportunity, with an account and a contact (LEAD-06, LEAD-07)',
    qualified,
  )
  qualify(
    @IdParam('id') leadId: LeadId,
    @Body() { occurredAt: _, ...body }: QualifyLeadDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new QualifyLead({ ...body, leadId }, request.context));
  }

  @Post(':id/archive')
  @CommandRoute('Archive a lead (LEAD-12): it stays as it is until it is unarchived')
  archive(@IdParam('id') leadId: LeadId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ArchiveLead({ leadId }, request.context));
  }

  @Post(':id/unarchive')
  @CommandRoute('Unarchive a lead (LEAD-13)')
  unarchive(@IdParam('id') leadId: LeadId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new UnarchiveLead({ leadId }, request.context));
  }
}
