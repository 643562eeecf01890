import type { DateOnly } from '../../../libs/kernel/dates.js';
import type {
  AccountId,
  CampaignId,
  PipelineId,
  ProjectId,
  StageId,
  UserId,
  PartnerId,
} from '../../../libs/kernel/ids.js';
import { CommandDto, CreateDto, MoneyDto } from '../http/shapes.dto.js';
import { Code, BusinessDateField, Flag, IdField, Nested, OneOf, Text } from '../http/fields.js';

const types = ['new', 'upsell', 'renewal'] as const;
type OpportunityTypeText = (typeof types)[number];
const clears = { optional: true, clearable: true } as const;

export class OpenOpportunityDto extends CreateDto {
  @Text(200)
  name!: string;

  @IdField()
  pipelineId!: PipelineId;

  @IdField({ optional: true, description: 'The first open stage of the pipeline without it.' })
  stageId?: StageId;

  @IdField({ optional: true, description: 'May come later, but before selling.' })
  accountId?: AccountId;

  @IdField({ optional: true })
  ownerId?: UserId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;

  @Nested(() => MoneyDto, { optional: true })
  expectedAmount?: MoneyDto;

  @BusinessDateField({ optional: true })
  expectedCloseOn?: DateOnly;

  @OneOf(types, { optional: true })
  opportunityType?: OpportunityTypeText;

  @IdField({ optional: true, description: 'CAM-09: the campaign that it came of.' })
  campaignId?: CampaignId;

  @IdField({ optional: true, description: 'OPP-14, OPP-18: the partner that it goes through.' })
  partnerId?: PartnerId;

  @Text(10_000, { optional: true })
  description?: string;
}

export class EditOpportunityDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @IdField(clears)
  accountId?: AccountId | null;

  @IdField({ optional: true })
  projectId?: ProjectId;

  @Nested(() => MoneyDto, clears)
  expectedAmount?: MoneyDto | null;

  @BusinessDateField(clears)
  expectedCloseOn?: DateOnly | null;

  @OneOf(types, { optional: true })
  opportunityType?: OpportunityTypeText;

  @IdField(clears)
  campaignId?: CampaignId | null;

  @IdField(clears)
  partnerId?: PartnerId | null;

  @Text(10_000, clears)
  description?: string | null;
}

export class MoveDto extends CommandDto {
  @IdField()
  stageId!: StageId;

  @IdField({ optional: true, description: 'Another pipeline that has the stage.' })
  pipelineId?: PipelineId;
}

export class LoseDto extends CommandDto {
  @Code({ description: 'A lost reason.', example: 'not-stated' })
  reasonCode!: string;

  @BusinessDateField({ optional: true, description: 'The date it happened without it.' })
  lostOn?: DateOnly;

  @Text(10_000, { optional: true })
  comment?: string;

  @Text(200, { optional: true })
  competitor?: string;
}

export class ReopenDto extends CommandDto {
  @IdField({ optional: true, description: 'The stage before it was lost without it.' })
  stageId?: StageId;
}

export class SaleOverrideDto {
  @Flag({ optional: true, description: 'The active quote was due before the sale.' })
  expiredQuote?: boolean;

  @Flag({ optional: true, description: 'It has products that are not active.' })
  inactiveProducts?: boolean;
}

export class SellDto extends CommandDto {
  @BusinessDateField({ optional: true, description: 'The date it happened without it.' })
  soldOn?: DateOnly;

  @Flag({ optional: true, description: 'Answers what would be kept, amended, created and cancelled; writes nothing.' })
  dryRun?: boolean;

  @Nested(() => SaleOverrideDto, {
    optional: true,
    description:
      'What would refuse the sale (`quote-expired`, `product-inactive`), and is right all the same; the sale keeps it.',
  })
  override?: SaleOverrideDto;
}

export class UnlockDto extends CommandDto {
  @Text(10_000, { optional: true })
  reason?: string;
}
