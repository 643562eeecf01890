import { brandedId, type AccountId, type PartnerId, type ProjectId, type UserId } from '../../../libs/kernel/ids.js';
import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { Employer } from '../../../libs/people/contact/contact.events.js';
import { BusinessDateField, IdField, ListOf, Nested, OneOf, Text, Texts } from '../http/fields.js';
import { CommandDto, CreateDto } from '../http/shapes.dto.js';

export class EmailAddressDto {
  @OneOf(['work', 'home', 'other'])
  use!: 'work' | 'home' | 'other';

  @Text(200, { example: 'ann@acme.example' })
  address!: string;
}

export class PhoneNumberDto {
  @OneOf(['work', 'mobile', 'home', 'fax', 'other'])
  use!: 'work' | 'mobile' | 'home' | 'fax' | 'other';

  @Text(50)
  number!: string;
}

export class PostalAddressDto {
  @OneOf(['work', 'home', 'other'])
  use!: 'work' | 'home' | 'other';

  @Text(200, { optional: true })
  street?: string;

  @Text(200, { optional: true })
  city?: string;

  @Text(20, { optional: true })
  postcode?: string;

  @Text(200, { optional: true })
  region?: string;

  @Text(100, { optional: true })
  country?: string;
}

export class ChannelDto {
  @Text(100, { example: 'Skype' })
  service!: string;

  @Text(500)
  name!: string;
}

export class EmployerDto {
  @OneOf(['account', 'partner'], { description: 'PCO-04: an employee of an account, or a consultant of a partner.' })
  kind!: Employer['kind'];

  @IdField()
  id!: string;
}

/** The employer as the domain names it. */
export function employerFrom({ kind, id }: EmployerDto): Employer {
  switch (kind) {
    case 'account':
      return { kind, id: brandedId<AccountId>(id) };
    case 'partner':
      return { kind, id: brandedId<PartnerId>(id) };
  }
}

const mostOfAKind = 20;
const firstIsUsed = 'The first one is the one to use.';
const whole = 'The whole list, in place of the one before.';

export class CreateContactDto extends CreateDto {
  @Text(50, { optional: true })
  salutation?: string;

  @Text(200, { optional: true })
  firstName?: string;

  @Text(200, { optional: true })
  lastName?: string;

  @ListOf(() => EmailAddressDto, mostOfAKind, { optional: true, description: firstIsUsed })
  emails?: EmailAddressDto[];

  @ListOf(() => PhoneNumberDto, mostOfAKind, { optional: true, description: firstIsUsed })
  phones?: PhoneNumberDto[];

  @ListOf(() => PostalAddressDto, mostOfAKind, { optional: true, description: firstIsUsed })
  addresses?: PostalAddressDto[];

  @ListOf(() => ChannelDto, mostOfAKind, { optional: true, description: 'Names at services, and pages.' })
  channels?: ChannelDto[];

  @Text(10_000, { optional: true })
  description?: string;

  @Texts(100, 50, { optional: true })
  tags?: string[];

  @IdField({ optional: true })
  ownerId?: UserId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;

  @Nested(() => EmployerDto, { description: 'PCO-04: whom it is created from.' })
  employer!: EmployerDto;

  @Text(200, { optional: true, description: 'What the person is there.' })
  role?: string;

  @BusinessDateField({ optional: true, description: 'The first day there.' })
  since?: DateOnly;

  @BusinessDateField({ optional: true, description: 'The last day there.' })
  until?: DateOnly;
}

const clears = { optional: true, clearable: true } as const;

export class EditContactDto extends CommandDto {
  @Text(50, clears)
  salutation?: string | null;

  @Text(200, clears)
  firstName?: string | null;

  @Text(200, clears)
  lastName?: string | null;

  @ListOf(() => EmailAddressDto, mostOfAKind, { ...clears, description: whole })
  emails?: EmailAddressDto[] | null;

  @ListOf(() => PhoneNumberDto, mostOfAKind, { ...clears, description: whole })
  phones?: PhoneNumberDto[] | null;

  @ListOf(() => PostalAddressDto, mostOfAKind, { ...clears, description: whole })
  addresses?: PostalAddressDto[] | null;

  @ListOf(() => ChannelDto, mostOfAKind, { ...clears, description: whole })
  channels?: ChannelDto[] | null;

  @Text(10_000, clears)
  description?: string | null;

  @Texts(100, 50, { ...clears, description: whole })
  tags?: string[] | null;

  @IdField({ optional: true })
  projectId?: ProjectId;
}

export class AddEmploymentDto extends CommandDto {
  @Nested(() => EmployerDto)
  employer!: EmployerDto;

  @Text(200, { optional: true, description: 'What the person is there.' })
  role?: string;

  @BusinessDateField({ optional: true, description: 'The first day there.' })
  since?: DateOnly;

  @BusinessDateField({ optional: true, description: 'The last day there.' })
  until?: DateOnly;
}

export class EditEmploymentDto extends CommandDto {
  @Text(200, clears)
  role?: string | null;

  @BusinessDateField(clears)
  since?: DateOnly | null;

  @BusinessDateField({ ...clears, description: 'The last day there.' })
  until?: DateOnly | null;
}
