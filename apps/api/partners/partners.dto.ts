import type { ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { IdField, Text } from '../http/fields.js';
import { CommandDto, CreateDto } from '../http/shapes.dto.js';

export class CreatePartnerDto extends CreateDto {
  @Text(200)
  name!: string;

  @Text(10_000, { optional: true })
  description?: string;

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

  @Text(100, { optional: true })
  country?: string;

  @Text(500, { optional: true })
  website?: string;

  @Text(50, { optional: true })
  registrationNumber?: string;

  @Text(50, { optional: true })
  vatNumber?: string;

  @IdField({ optional: true, description: 'Who looks after it.' })
  ownerId?: UserId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;
}

const clears = { optional: true, clearable: true } as const;

export class EditPartnerDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @Text(10_000, clears)
  description?: string | null;

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

  @Text(100, clears)
  country?: string | null;

  @Text(500, clears)
  website?: string | null;

  @Text(50, clears)
  registrationNumber?: string | null;

  @Text(50, clears)
  vatNumber?: string | null;

  @IdField(clears)
  ownerId?: UserId | null;

  @IdField({ optional: true })
  projectId?: ProjectId;
}
