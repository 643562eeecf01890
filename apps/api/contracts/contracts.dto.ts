import type { DateOnly } from '../../../libs/kernel/dates.js';
import type {
  AccountId,
  CategoryId,
  ContactId,
  PersonId,
  ProductId,
  ProjectId,
  UserId,
  PartnerId,
} from '../../../libs/kernel/ids.js';
import { CommandDto, CreateDto, CurrencyField } from '../http/shapes.dto.js';
import type { CustomValues } from '../../../libs/kernel/lines.js';
import { Code, Custom, BusinessDateField, DecimalField, IdField, Ids, Nested, OneOf, Text } from '../http/fields.js';
import { DiscountDto, pers, TermDto, type PerText } from '../http/line.dto.js';

const clears = { optional: true, clearable: true } as const;

class DeliverToDto {
  @Text(100, { description: 'An address of the account.' })
  addressId!: string;

  @IdField({ optional: true, description: 'The person there.' })
  personId?: PersonId;
}

const contacts = { optional: true, description: 'Whom delivery may ask.' } as const;
const mostContacts = 50;

/** Decision 16: a running contract brought from another system. */
export class RegisterContractDto extends CreateDto {
  @IdField()
  accountId!: AccountId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;

  @IdField({ optional: true, description: 'The partner that it goes through; it stays.' })
  partnerId?: PartnerId;

  @IdField({ optional: true })
  ownerId?: UserId;

  @Nested(() => DeliverToDto, { optional: true })
  deliverTo?: DeliverToDto;

  @Ids(mostContacts, contacts)
  contactIds?: ContactId[];

  @IdField({ optional: true })
  productId?: ProductId;

  @IdField({ optional: true, description: 'For a contract without a product.' })
  categoryId?: CategoryId;

  @Text(200, { optional: true, description: "The product's name without it." })
  name?: string;

  @Text(50, { optional: true, description: 'The number that people read.' })
  number?: string;

  @Text(200, { optional: true, description: "The other system's key." })
  originRef?: string;

  @DecimalField({ example: '1' })
  quantity!: string;

  @Text(50, { optional: true })
  unit?: string;

  @DecimalField()
  unitPrice!: string;

  @CurrencyField()
  currency!: string;

  @Nested(() => DiscountDto, { optional: true })
  discount?: DiscountDto;

  @OneOf(pers, { optional: true })
  per?: PerText;

  @Nested(() => TermDto, { optional: true })
  term?: TermDto;

  @BusinessDateField({ optional: true })
  soldOn?: DateOnly;

  @BusinessDateField()
  startsOn!: DateOnly;

  @BusinessDateField({ optional: true, description: 'Inclusive; the end of the term without it.' })
  endsOn?: DateOnly;

  @Custom({ optional: true })
  custom?: CustomValues;
}

const effectiveOn = 'From when it holds: a later day is scheduled. The date it happened without it.';

export class AmendContractDto extends CommandDto {
  @Code({ description: 'Why.', example: 'customer-request' })
  reasonCode!: string;

  @BusinessDateField({ optional: true, description: effectiveOn })
  effectiveOn?: DateOnly;

  @Text(50, clears)
  number?: string | null;

  @IdField(clears)
  ownerId?: UserId | null;

  @Nested(() => DeliverToDto, clears)
  deliverTo?: DeliverToDto | null;

  @Ids(mostContacts, contacts)
  contactIds?: ContactId[];

  @DecimalField({ optional: true })
  quantity?: string;

  @DecimalField({ optional: true })
  unitPrice?: string;

  @Nested(() => DiscountDto, clears)
  discount?: DiscountDto | null;

  @OneOf(pers, { optional: true })
  per?: PerText;

  @Nested(() => TermDto, clears)
  term?: TermDto | null;

  @BusinessDateField({ optional: true })
  startsOn?: DateOnly;

  @BusinessDateField({ optional: true })
  endsOn?: DateOnly;

  @Custom(clears)
  custom?: CustomValues | null;
}

export class CancelContractDto extends CommandDto {
  @Code({ description: 'Why.', example: 'customer-request' })
  reasonCode!: string;

  @BusinessDateField({ optional: true, description: effectiveOn })
  effectiveOn?: DateOnly;
}

const scheduledActions = ['amend', 'cancel'] as const;

export class WithdrawScheduledChangeDto extends CommandDto {
  @Code({ description: 'Why.', example: 'customer-request' })
  reasonCode!: string;

  @BusinessDateField({ description: 'The day for which it was scheduled.' })
  effectiveOn!: DateOnly;

  @OneOf(scheduledActions, { optional: true, description: 'Only that; all that is scheduled for the day without it.' })
  action?: (typeof scheduledActions)[number];
}
