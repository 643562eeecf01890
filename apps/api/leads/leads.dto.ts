import type {
  AccountId,
  CampaignId,
  PartnerId,
  PipelineId,
  ProjectId,
  StageId,
  UserId,
} from '../../../libs/kernel/ids.js';
import type { DateOnly } from '../../../libs/kernel/dates.js';
import { BusinessDateField, Code, Flag, IdField, Nested, OneOf, Text } from '../http/fields.js';
import { CommandDto, CreateDto, MoneyDto } from '../http/shapes.dto.js';

export class CreateLeadDto extends CreateDto {
  @OneOf(['new', 'repeat'], { optional: true, description: 'BX-03: "new" without it.' })
  kind?: 'new' | 'repeat';

  @Text(200, { optional: true })
  firstName?: string;

  @Text(200, { optional: true })
  lastName?: string;

  @Text(200, { optional: true })
  jobTitle?: string;

  @Text(200, { optional: true })
  email?: string;

  @Text(50, { optional: true })
  phone?: string;

  @Text(200, { optional: true })
  street?: string;

  @Text(200, { optional: true })
  city?: string;

  @Text(20, { optional: true })
  postcode?: string;

  @Text(10_000, { optional: true })
  description?: string;

  @Text(200, { optional: true })
  organisation?: string;

  @Text(500, { optional: true })
  website?: string;

  @Text(100, { optional: true })
  country?: string;

  @Text(200, { optional: true })
  industry?: string;

  @Text(200, { optional: true, description: 'The channel that it came by.', example: 'Web form' })
  source?: string;

  @Nested(() => MoneyDto, { optional: true })
  estimatedValue?: MoneyDto;

  @IdField({ optional: true, description: 'Without it the lead is in the free pool.' })
  ownerId?: UserId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;

  @IdField({ optional: true, description: 'LEAD-17: the campaign that it belongs to.' })
  campaignId?: CampaignId;

  @IdField({ optional: true, description: 'LEAD-11: the partner that it came through.' })
  partnerId?: PartnerId;

  @IdField({ optional: true, description: 'LEAD-10: the account that it is added to.' })
  accountId?: AccountId;
}

const clears = { optional: true, clearable: true } as const;

export class EditLeadDto extends CommandDto {
  @Text(200, clears)
  firstName?: string | null;

  @Text(200, clears)
  lastName?: string | null;

  @Text(200, clears)
  jobTitle?: string | null;

  @Text(200, clears)
  email?: string | null;

  @Text(50, clears)
  phone?: string | null;

  @Text(200, clears)
  street?: string | null;

  @Text(200, clears)
  city?: string | null;

  @Text(20, clears)
  postcode?: string | null;

  @Text(10_000, clears)
  description?: string | null;

  @Text(200, clears)
  organisation?: string | null;

  @Text(500, clears)
  website?: string | null;

  @Text(100, clears)
  country?: string | null;

  @Text(200, clears)
  industry?: string | null;

  @Text(200, clears)
  source?: string | null;

  @Nested(() => MoneyDto, clears)
  estimatedValue?: MoneyDto | null;

  @IdField({ optional: true })
  projectId?: ProjectId;

  @IdField(clears)
  campaignId?: CampaignId | null;

  @IdField(clears)
  partnerId?: PartnerId | null;

  @IdField({ ...clears, description: 'LEAD-10' })
  accountId?: AccountId | null;
}

export class NewAccountDto {
  @OneOf(['personal', 'company', 'account'], { description: 'ACC-02. A personal one is the person that the lead is.' })
  accountType!: 'personal' | 'company' | 'account';

  @Text(200, { optional: true, description: "The lead's organisation without it." })
  name?: string;
}

export class NewOpportunityDto {
  @Text(200, { optional: true, description: "The lead's organisation without it, or the name of the person." })
  name?: string;

  @IdField()
  pipelineId!: PipelineId;

  @IdField({ optional: true, description: 'The first open stage of the pipeline without it.' })
  stageId?: StageId;

  @Text(10_000, { optional: true, description: "The lead's without it." })
  description?: string;

  @IdField({ optional: true, description: "The lead's without it." })
  ownerId?: UserId;

  @IdField({ optional: true, description: "The lead's without it." })
  projectId?: ProjectId;

  @Nested(() => MoneyDto, { optional: true, description: "The lead's estimated value without it." })
  expectedAmount?: MoneyDto;

  @BusinessDateField({ optional: true })
  expectedCloseOn?: DateOnly;

  @IdField({ optional: true, description: "The lead's without it." })
  campaignId?: CampaignId;

  @IdField({ optional: true, description: "The lead's without it." })
  partnerId?: PartnerId;
}

export class QualifyLeadDto extends CommandDto {
  @Nested(() => NewOpportunityDto)
  opportunity!: NewOpportunityDto;

  @IdField({ optional: true, description: 'An account that there is; the one that the lead was added to without it.' })
  accountId?: AccountId;

  @Nested(() => NewAccountDto, { optional: true, description: 'LEAD-07: makes an account of the lead.' })
  newAccount?: NewAccountDto;

  @Flag({ optional: true, description: 'LEAD-07, PCO-04: makes the person an employee of the account.' })
  newContact?: boolean;
}

export class DisqualifyLeadDto extends CommandDto {
  @Code({ example: 'not-interested' })
  reasonCode!: string;

  @Text(10_000, { optional: true })
  comment?: string;
}
