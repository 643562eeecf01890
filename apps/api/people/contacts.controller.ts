import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  AddContactEmployment,
  ChangeContactOwner,
  DeleteContact,
  EditContact,
  EditContactEmployment,
  PutContact,
  RemoveContactEmployment,
} from '../../../libs/application/people/contacts.js';
import { idSchema, type ContactId, type EmploymentId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto, OwnerDto } from '../http/shapes.dto.js';
import { AddEmploymentDto, CreateContactDto, EditContactDto, EditEmploymentDto, employerFrom } from './contacts.dto.js';

const employment = { employmentId: idSchema<EmploymentId>() };

@ApiTags('contacts')
@Controller('v1/contacts')
export class ContactsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a contact: a person who works for an account or a partner (PCO-04, PCO-05, ACC-17, PAR-06)', {
    creates: true,
  })
  create(@Body() { occurredAt: _, employer, ...body }: CreateContactDto, @Request() request: CommandRequest) {
    const fields = { ...body, employer: employerFrom(employer) };
    return this.commands.execute(PutContact.making(request.idFor<ContactId>('contact'), fields, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit a contact (PCO-06)')
  edit(
    @IdParam('id') contactId: ContactId,
    @Body() { occurredAt: _, ...body }: EditContactDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditContact({ ...body, contactId }, request.context));
  }

  @Post(':id/change-owner')
  @CommandRoute('Give the contact to another user, or to nobody (OOC-07)')
  changeOwner(@IdParam('id') contactId: ContactId, @Body() { ownerId }: OwnerDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ChangeContactOwner({ contactId, ownerId }, request.context));
  }

  @Post(':id/employments')
  @CommandRoute('Say where else the person works or has worked', { creates: true, more: employment })
  addEmployment(
    @IdParam('id') contactId: ContactId,
    @Body() { occurredAt: _, employer, ...body }: AddEmploymentDto,
    @Request() request: CommandRequest,
  ) {
    const employmentId = request.idFor<EmploymentId>('employment');
    const fields = { ...body, contactId, employmentId, employer: employerFrom(employer) };
    return this.commands.execute(new AddContactEmployment(fields, request.context));
  }

  @Patch(':id/employments/:employmentId')
  @CommandRoute('Say as what, from when or until when a person works there')
  editEmployment(
    @IdParam('id') contactId: ContactId,
    @IdParam('employmentId') employmentId: EmploymentId,
    @Body() { occurredAt: _, ...body }: EditEmploymentDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditContactEmployment({ ...body, contactId, employmentId }, request.context));
  }

  @Delete(':id/employments/:employmentId')
  @CommandRoute('Remove an employment that was entered by mistake')
  removeEmployment(
    @IdParam('id') contactId: ContactId,
    @IdParam('employmentId') employmentId: EmploymentId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new RemoveContactEmployment({ contactId, employmentId }, request.context));
  }

  @Delete(':id')
  @CommandRoute('Delete a contact (PCO-06); its history stays')
  delete(@IdParam('id') contactId: ContactId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeleteContact({ contactId }, request.context));
  }
}
