import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ContactId, EmploymentId, PersonId, ProjectId, UserId } from '../../kernel/ids.js';
import { clearableFields } from '../../kernel/profile.js';
import { crmProjectId } from '../../organisation/project/project.js';
import type * as domain from '../../people/contact/contact.commands.js';
import { contactProfile } from '../../people/contact/contact.events.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';

export class EditContactEmployment extends plainCommand(aggregates.contact, 'EditContactEmployment') {}
export class RemoveContactEmployment extends plainCommand(aggregates.contact, 'RemoveContactEmployment') {}
export class DeleteContact extends plainCommand(aggregates.contact, 'DeleteContact') {}
export class ReferenceContact extends plainCommand(aggregates.contact, 'ReferenceContact') {}
export class UnreferenceContact extends plainCommand(aggregates.contact, 'UnreferenceContact') {}

/** In the project "CRM" unless another one is named; `personId` is of a lead that it is made of. */
export class CreateContact extends AggregateCommand<
  Omit<domain.CreateContact, 'type' | 'personId' | 'employmentId' | 'projectId'> & {
    readonly personId?: PersonId | undefined;
    readonly employmentId?: EmploymentId | undefined;
    readonly projectId?: ProjectId | undefined;
  }
> {}

@CommandHandler(CreateContact)
export class CreateContactHandler implements ICommandHandler<CreateContact> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreateContact) {
    const outcome = await this.commands.prepare(aggregates.contact, data.contactId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId });
      await lookups.employer(data.employer);
      return {
        type: 'CreateContact',
        ...data,
        personId: data.personId ?? idFor<PersonId>(context, 'person'),
        employmentId: data.employmentId ?? idFor<EmploymentId>(context, 'employment'),
        projectId: data.projectId ?? crmProjectId,
      };
    });
    return answerTo(outcome);
  }
}

export class EditContact extends AggregateCommand<Omit<domain.EditContact, 'type'>> {}

@CommandHandler(EditContact)
export class EditContactHandler implements ICommandHandler<EditContact> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditContact) {
    const outcome = await this.commands.prepare(aggregates.contact, data.contactId, context, async (lookups) => {
      await lookups.check({ projectId: data.projectId });
      return { type: 'EditContact', ...data };
    });
    return answerTo(outcome);
  }
}

/** Null: to nobody. */
export class ChangeContactOwner extends AggregateCommand<{
  readonly contactId: ContactId;
  readonly ownerId: UserId | null;
}> {}

@CommandHandler(ChangeContactOwner)
export class ChangeContactOwnerHandler implements ICommandHandler<ChangeContactOwner> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ChangeContactOwner) {
    const outcome = await this.commands.prepare(aggregates.contact, data.contactId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId });
      return { type: 'ChangeContactOwner', ...data };
    });
    return answerTo(outcome);
  }
}

export class AddContactEmployment extends AggregateCommand<Omit<domain.AddContactEmployment, 'type'>> {}

@CommandHandler(AddContactEmployment)
export class AddContactEmploymentHandler implements ICommandHandler<AddContactEmployment> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: AddContactEmployment) {
    const outcome = await this.commands.prepare(aggregates.contact, data.contactId, context, async (lookups) => {
      await lookups.employer(data.employer);
      return { type: 'AddContactEmployment', ...data };
    });
    return answerTo(outcome, { employmentId: data.employmentId });
  }
}

export class PutContact extends putByReference({
  aggregate: aggregates.contact,
  create: (contactId: ContactId, fields: New<CreateContact, 'contactId'>, context: Envelope) =>
    new CreateContact({ ...fields, contactId }, context),
  edit: (contactId, fields, context) => new EditContact({ ...fields, contactId }, context),
  fixed: {
    ownerId: ({ record }) => record?.ownerId,
    employer: ({ record }) => record?.employments[0]?.employer,
    role: ({ record }) => record?.employments[0]?.role,
    since: ({ record }) => record?.employments[0]?.since,
    until: ({ record }) => record?.employments[0]?.until,
  },
  clearable: clearableFields(contactProfile),
}) {}
