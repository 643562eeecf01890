import type { Type } from '@nestjs/common';
import { CampaignResultsHandler } from './campaign-results.js';
import { AddCampaignStatusHandler, GetCampaignStatusesHandler } from './campaign-statuses.js';
import {
  ArchiveCampaignHandler,
  CreateCampaignHandler,
  DeleteCampaignHandler,
  EditCampaignHandler,
} from './campaigns.js';

export const campaignHandlers: readonly Type[] = [
  AddCampaignStatusHandler,
  GetCampaignStatusesHandler,
  CreateCampaignHandler,
  EditCampaignHandler,
  ArchiveCampaignHandler,
  DeleteCampaignHandler,
  CampaignResultsHandler,
];
