import { Module } from '@nestjs/common';
import { PutCampaign, ReferenceCampaign, UnreferenceCampaign } from '../../../libs/application/campaigns/campaigns.js';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { CampaignId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { CampaignStatusesController } from './campaign-statuses.controller.js';
import { CampaignsController } from './campaigns.controller.js';
import { CreateCampaignDto } from './campaigns.dto.js';
import { CampaignRelatedController } from './related.controller.js';

@Module({
  controllers: [
    CampaignStatusesController,
    CampaignsController,
    recordsOf(aggregates.campaign),
    byReferenceController(PutCampaign, CreateCampaignDto, (body) => body),
    referencesController(
      'campaigns',
      'campaigns',
      (campaignId: CampaignId, reference, context) => new ReferenceCampaign({ campaignId, reference }, context),
      (campaignId: CampaignId, reference, context) => new UnreferenceCampaign({ campaignId, reference }, context),
    ),
    CampaignRelatedController,
  ],
})
export class CampaignsModule {}
