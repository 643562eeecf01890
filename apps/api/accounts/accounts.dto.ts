import type { AccountId, ProjectId, UserId, PartnerId } from '../../../libs/kernel/ids.js';
import { CommandDto, CreateDto, MoneyDto } from '../http/shapes.dto.js';
import { IdField, Nested, OneOf, Text, Whole } from '../http/fields.js';

export class CreateAccountDto extends CreateDto {
  @OneOf(['personal', 'company', 'account'], {
    description: 'ACC-02. It decides whether the account is a person, and stays.',
  })
  accountType!: 'personal' | 'company' | 'account';

  @Text(200, { optional: true })
  name?: string;

  @Text(200, { optional: true })
  firstName?: string;

  @Text(200, { optional: true })
  lastName?: string;

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

  @Text(200, { optional: true })
  organisation?: string;

  @Text(50, { optional: true })
  registrationNumber?: string;

  @Text(50, { optional: true })
  vatNumber?: string;

  @Text(500, { optional: true })
  website?: string;

  @Text(10_000, { optional: true })
  description?: string;

  @Text(200, { optional: true })
  industry?: string;

  @Whole(0, 100_000_000, { optional: true })
  employees?: number;

  @Nested(() => MoneyDto, { optional: true })
  annualRevenue?: MoneyDto;

  @Whole(1, 9999, { optional: true, description: 'A year.' })
  foundedIn?: number;

  @IdField({ optional: true })
  ownerId?: UserId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;

  @IdField({ optional: true, description: 'ACC-16: the partner that looks after it.' })
  partnerId?: PartnerId;

  @IdField({ optional: true, description: 'ACC-19: the account it stands under.' })
  parentId?: AccountId;
}

const clears = { optional: true, clearable: true } as const;

export class EditAccountDto extends CommandDto {
  @OneOf(['company', 'account'], { optional: true })
  accountType?: 'company' | 'account';

  @Text(200, clears)
  name?: string | null;

  @Text(200, clears)
  firstName?: string | null;

  @Text(200, clears)
  lastName?: string | null;

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

  @Text(200, clears)
  organisation?: string | null;

  @Text(50, clears)
  registrationNumber?: string | null;

  @Text(50, clears)
  vatNumber?: string | null;

  @Text(500, clears)
  website?: string | null;

  @Text(10_000, clears)
  description?: string | null;

  @Text(200, clears)
  industry?: string | null;

  @Whole(0, 100_000_000, clears)
  employees?: number | null;

  @Nested(() => MoneyDto, clears)
  annualRevenue?: MoneyDto | null;

  @Whole(1, 9999, clears)
  foundedIn?: number | null;

  @IdField({ optional: true })
  projectId?: ProjectId;

  @IdField(clears)
  partnerId?: PartnerId | null;
}

export class MoveAccountDto extends CommandDto {
  @IdField({ clearable: true, description: 'null: under none' })
  parentId!: AccountId | null;
}
