import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { CampaignStatusId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { BusinessDateField, IdField, ListOf, Nested, OneOf, Text, Texts } from '../http/fields.js';
import { CommandDto, CreateDto, MoneyDto } from '../http/shapes.dto.js';

export class CampaignCostDto {
  @Nested(() => MoneyDto)
  amount!: MoneyDto;

  @BusinessDateField({ description: 'From this date on it counts.' })
  on!: DateOnly;

  @Text(200, { optional: true, description: 'What for.', example: 'Stand' })
  note?: string;
}

export class CreateCampaignDto extends CreateDto {
  @Text(200)
  name!: string;

  @Text(10_000, { optional: true })
  description?: string;

  @IdField({ optional: true, description: 'CAM-05: that of the sales settings without it, else the project "CRM".' })
  projectId?: ProjectId;

  @IdField({ optional: true })
  ownerId?: UserId;

  @IdField({ optional: true, description: 'An active one; the first that is active without it.' })
  statusId?: CampaignStatusId;

  @BusinessDateField({ optional: true })
  startsOn?: DateOnly;

  @BusinessDateField({ optional: true, description: 'The last day, inclusive.' })
  endsOn?: DateOnly;

  @Nested(() => MoneyDto, { optional: true })
  budget?: MoneyDto;

  @ListOf(() => CampaignCostDto, 200, { optional: true, description: 'CAM-04' })
  costs?: CampaignCostDto[];

  @Texts(200, 50, { optional: true, description: 'By what it reaches people.', example: ['Trade fair', 'Mail'] })
  channels?: string[];

  @Texts(200, 50, { optional: true, description: 'The sources of leads that it brings.', example: ['Web form'] })
  sources?: string[];
}

const clears = { optional: true, clearable: true } as const;

export class EditCampaignDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @Text(10_000, clears)
  description?: string | null;

  @IdField({ optional: true })
  projectId?: ProjectId;

  @IdField(clears)
  ownerId?: UserId | null;

  @IdField({ optional: true, description: 'Another active one; archiving has a command of its own.' })
  statusId?: CampaignStatusId;

  @BusinessDateField(clears)
  startsOn?: DateOnly | null;

  @BusinessDateField(clears)
  endsOn?: DateOnly | null;

  @Nested(() => MoneyDto, clears)
  budget?: MoneyDto | null;

  @ListOf(() => CampaignCostDto, 200, {
    optional: true,
    description: 'CAM-04: all of them. Send `If-Match`, so that nobody else’s is lost.',
  })
  costs?: CampaignCostDto[];

  @Texts(200, 50, { optional: true, description: 'All of them.' })
  channels?: string[];

  @Texts(200, 50, { optional: true, description: 'All of them.' })
  sources?: string[];
}

export class ArchiveCampaignDto extends CommandDto {
  @IdField({ optional: true, description: 'An archived one; the first that is archived without it.' })
  statusId?: CampaignStatusId;
}

export class UnarchiveCampaignDto extends CommandDto {
  @IdField({ optional: true, description: 'An active one; the first that is active without it.' })
  statusId?: CampaignStatusId;
}

export class AddCampaignStatusDto extends CommandDto {
  @Text(200, { example: 'Planned' })
  name!: string;

  @OneOf(['active', 'archived'], { description: 'Whether a campaign with it is under way or put away; it stays.' })
  kind!: 'active' | 'archived';
}

export class RenameCampaignStatusDto extends CommandDto {
  @Text(200)
  name!: string;
}
