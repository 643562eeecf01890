import type { CampaignId, CampaignStatusId } from '../../kernel/ids.js';
import type { NewProfile, ProfileChanges } from '../../kernel/profile.js';
import type { References } from '../../kernel/references.js';
import type { ReferenceCommand } from '../../kernel/with-references.js';
import type { CampaignStatus } from '../campaign-statuses/campaign-statuses.events.js';
import type { campaignProfile, CampaignReferenced } from './campaign.events.js';

interface Named<Type extends string> {
  readonly type: Type;
  readonly campaignId: CampaignId;
}
interface ChoosingStatus {
  /** All that there are, as they were looked up. */
  readonly statuses: readonly CampaignStatus[];
  /** The first one of the kind that is wanted unless it is named. */
  readonly statusId?: CampaignStatusId | undefined;
}

/** CAM-01: without costs, channels and sources unless they are given. */
export interface CreateCampaign
  extends
    Named<'CreateCampaign'>,
    ChoosingStatus,
    Omit<NewProfile<typeof campaignProfile, 'costs' | 'channels' | 'sources'>, 'statusId'> {
  readonly references: References;
}
/** CAM-03: null clears a field; fields that are absent stay. The status stays active. */
export interface EditCampaign
  extends Named<'EditCampaign'>, ChoosingStatus, Omit<ProfileChanges<typeof campaignProfile>, 'statusId'> {}
/** CAM-06 */
export interface ArchiveCampaign extends Named<'ArchiveCampaign'>, ChoosingStatus {}
/** CAM-07 */
export interface UnarchiveCampaign extends Named<'UnarchiveCampaign'>, ChoosingStatus {}
export interface DeleteCampaign extends Named<'DeleteCampaign'> {
  /** How many records name the campaign, as they were counted. */
  readonly inUse: { readonly leads: number; readonly opportunities: number };
}
export type ReferenceCampaign = ReferenceCommand<typeof CampaignReferenced>;

export type CampaignCommand =
  CreateCampaign | EditCampaign | ArchiveCampaign | UnarchiveCampaign | DeleteCampaign | ReferenceCampaign;
