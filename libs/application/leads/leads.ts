import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { LeadId, PersonId, ProjectId, UserId } from '../../kernel/ids.js';
import type * as domain from '../../leads/lead/lead.commands.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { leadProfile } from '../../leads/lead/lead.events.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';

export class DisqualifyLead extends plainCommand(aggregates.lead, 'DisqualifyLead') {}
export class ReopenLead extends plainCommand(aggregates.lead, 'ReopenLead') {}
export class ArchiveLead extends plainCommand(aggregates.lead, 'ArchiveLead') {}
export class UnarchiveLead extends plainCommand(aggregates.lead, 'UnarchiveLead') {}
export class ReferenceLead extends plainCommand(aggregates.lead, 'ReferenceLead') {}
export class UnreferenceLead extends plainCommand(aggregates.lead, 'UnreferenceLead') {}

/** In the project "CRM" unless another one is named. */
export class CreateLead extends AggregateCommand<
  Omit<domain.CreateLead, 'type' | 'personId' | 'projectId'> & { readonly projectId?: ProjectId | undefined }
> {}

@CommandHandler(CreateLead)
export class CreateLeadHandler implements ICommandHandler<CreateLead> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreateLead) {
    const outcome = await this.commands.prepare(aggregates.lead, data.leadId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId, accountId: data.accountId });
      await lookups.checkOrigin(data, aggregates.lead, data.leadId);
      return {
        type: 'CreateLead',
        ...data,
        personId: idFor<PersonId>(context, 'person'),
        projectId: data.projectId ?? crmProjectId,
      };
    });
    return answerTo(outcome);
  }
}

export class EditLead extends AggregateCommand<Omit<domain.EditLead, 'type'>> {}

@CommandHandler(EditLead)
export class EditLeadHandler implements ICommandHandler<EditLead> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditLead) {
    const outcome = await this.commands.prepare(aggregates.lead, data.leadId, context, async (lookups) => {
      await lookups.check({ projectId: data.projectId, accountId: data.accountId });
      await lookups.checkOrigin(data, aggregates.lead, data.leadId);
      return { type: 'EditLead', ...data };
    });
    return answerTo(outcome);
  }
}

/** Null: to the free pool. */
export class ChangeLeadOwner extends AggregateCommand<{ readonly leadId: LeadId; readonly ownerId: UserId | null }> {}

@CommandHandler(ChangeLeadOwner)
export class ChangeLeadOwnerHandler implements ICommandHandler<ChangeLeadOwner> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ChangeLeadOwner) {
    const outcome = await this.commands.prepare(aggregates.lead, data.leadId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId });
      return { type: 'ChangeLeadOwner', ...data };
    });
    return answerTo(outcome);
  }
}

export class PutLead extends putByReference({
  aggregate: aggregates.lead,
  create: (leadId: LeadId, fields: New<CreateLead, 'leadId'>, context: Envelope) =>
    new CreateLead({ ...fields, leadId }, context),
  edit: (leadId, fields, context) => new EditLead({ ...fields, leadId }, context),
  fixed: {
    kind: ({ record }) => record?.kind,
    ownerId: ({ record }) => record?.ownerId,
  },
  clearable: clearableFields(leadProfile),
}) {}
