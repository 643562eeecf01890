import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type * as domain from '../../campaigns/campaign/campaign.commands.js';
import { campaignProfile } from '../../campaigns/campaign/campaign.events.js';
import type { CampaignId, ProjectId } from '../../kernel/ids.js';
import { clearableFields } from '../../kernel/profile.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { leads } from '../../../projections/leads/leads.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { howMany } from '../lookups/how-many.js';
import { Reading } from '../records/reading.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';

export class ReferenceCampaign extends plainCommand(aggregates.campaign, 'ReferenceCampaign') {}
export class UnreferenceCampaign extends plainCommand(aggregates.campaign, 'UnreferenceCampaign') {}

/** SET-20: in the project of the settings unless another one is named; without both in the project "CRM". */
export class CreateCampaign extends AggregateCommand<
  Omit<domain.CreateCampaign, 'type' | 'statuses' | 'projectId'> & { readonly projectId?: ProjectId | undefined }
> {}

@CommandHandler(CreateCampaign)
export class CreateCampaignHandler implements ICommandHandler<CreateCampaign> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreateCampaign) {
    const outcome = await this.commands.prepare(aggregates.campaign, data.campaignId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId });
      const statuses = await lookups.campaignStatuses();
      const { campaignProjectId = crmProjectId } = await lookups.salesSettings();
      return { type: 'CreateCampaign', ...data, statuses, projectId: data.projectId ?? campaignProjectId };
    });
    return answerTo(outcome);
  }
}

export class EditCampaign extends AggregateCommand<Omit<domain.EditCampaign, 'type' | 'statuses'>> {}

@CommandHandler(EditCampaign)
export class EditCampaignHandler implements ICommandHandler<EditCampaign> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditCampaign) {
    const outcome = await this.commands.prepare(aggregates.campaign, data.campaignId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId });
      return { type: 'EditCampaign', ...data, statuses: await lookups.campaignStatuses() };
    });
    return answerTo(outcome);
  }
}

/** CAM-06, CAM-07: with the status that is named, else with the first one that fits. */
export class ArchiveCampaign extends AggregateCommand<
  Omit<domain.ArchiveCampaign | domain.UnarchiveCampaign, 'statuses'>
> {}

@CommandHandler(ArchiveCampaign)
export class ArchiveCampaignHandler implements ICommandHandler<ArchiveCampaign> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ArchiveCampaign) {
    const outcome = await this.commands.prepare(aggregates.campaign, data.campaignId, context, async (lookups) => ({
      ...data,
      statuses: await lookups.campaignStatuses(),
    }));
    return answerTo(outcome);
  }
}

/** Refused while leads or opportunities name it. */
export class DeleteCampaign extends AggregateCommand<{ readonly campaignId: CampaignId }> {}

@CommandHandler(DeleteCampaign)
export class DeleteCampaignHandler implements ICommandHandler<DeleteCampaign> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly reading: Reading,
  ) {}

  async execute({ data: { campaignId }, context }: DeleteCampaign) {
    const { store } = this.reading;
    const ofCampaign = { campaignId: { eq: campaignId } };
    const outcome = await this.commands.prepare(aggregates.campaign, campaignId, context, async () => {
      await this.reading.upToDate();
      const inUse = {
        leads: await howMany(store, leads, ofCampaign),
        opportunities: await howMany(store, opportunities, ofCampaign),
      };
      return { type: 'DeleteCampaign', campaignId, inUse };
    });
    return answerTo(outcome);
  }
}

export class PutCampaign extends putByReference({
  aggregate: aggregates.campaign,
  create: (campaignId: CampaignId, fields: New<CreateCampaign, 'campaignId'>, context: Envelope) =>
    new CreateCampaign({ ...fields, campaignId }, context),
  edit: (campaignId, fields, context) => new EditCampaign({ ...fields, campaignId }, context),
  fixed: {},
  clearable: clearableFields(campaignProfile),
}) {}
