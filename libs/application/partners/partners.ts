import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PartnerId, ProjectId } from '../../kernel/ids.js';
import { clearableFields } from '../../kernel/profile.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { partnerProfile } from '../../partners/partner/partner.events.js';
import type * as domain from '../../partners/partner/partner.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { contacts } from '../../../projections/people/contacts.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { leads } from '../../../projections/leads/leads.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { howMany } from '../lookups/how-many.js';
import { Reading } from '../records/reading.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';

export class ArchivePartner extends plainCommand(aggregates.partner, 'ArchivePartner') {}
export class UnarchivePartner extends plainCommand(aggregates.partner, 'UnarchivePartner') {}
export class ReferencePartner extends plainCommand(aggregates.partner, 'ReferencePartner') {}
export class UnreferencePartner extends plainCommand(aggregates.partner, 'UnreferencePartner') {}

/** In the project "CRM" unless another one is named. */
export class CreatePartner extends AggregateCommand<
  Omit<domain.CreatePartner, 'type' | 'projectId'> & { readonly projectId?: ProjectId | undefined }
> {}

@CommandHandler(CreatePartner)
export class CreatePartnerHandler implements ICommandHandler<CreatePartner> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreatePartner) {
    const outcome = await this.commands.prepare(aggregates.partner, data.partnerId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId });
      return { type: 'CreatePartner', ...data, projectId: data.projectId ?? crmProjectId };
    });
    return answerTo(outcome);
  }
}

export class EditPartner extends AggregateCommand<Omit<domain.EditPartner, 'type'>> {}

@CommandHandler(EditPartner)
export class EditPartnerHandler implements ICommandHandler<EditPartner> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditPartner) {
    const outcome = await this.commands.prepare(aggregates.partner, data.partnerId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId });
      return { type: 'EditPartner', ...data };
    });
    return answerTo(outcome);
  }
}

/** Refused while anything names it. */
export class DeletePartner extends AggregateCommand<{ readonly partnerId: PartnerId }> {}

@CommandHandler(DeletePartner)
export class DeletePartnerHandler implements ICommandHandler<DeletePartner> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly reading: Reading,
  ) {}

  async execute({ data: { partnerId }, context }: DeletePartner) {
    const { store } = this.reading;
    const ofPartner = { partnerId: { eq: partnerId } };
    const outcome = await this.commands.prepare(aggregates.partner, partnerId, context, async () => {
      await this.reading.upToDate();
      const inUse = {
        accounts: await howMany(store, accounts, ofPartner),
        contacts: await howMany(store, contacts, { partnerIds: { in: [partnerId] } }),
        leads: await howMany(store, leads, ofPartner),
        opportunities: await howMany(store, opportunities, ofPartner),
        contracts: await howMany(store, contracts, ofPartner),
      };
      return { type: 'DeletePartner', partnerId, inUse };
    });
    return answerTo(outcome);
  }
}

export class PutPartner extends putByReference({
  aggregate: aggregates.partner,
  create: (partnerId: PartnerId, fields: New<CreatePartner, 'partnerId'>, context: Envelope) =>
    new CreatePartner({ ...fields, partnerId }, context),
  edit: (partnerId, fields, context) => new EditPartner({ ...fields, partnerId }, context),
  fixed: {},
  clearable: clearableFields(partnerProfile),
}) {}
