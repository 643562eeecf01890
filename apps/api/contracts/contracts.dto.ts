import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { AccountId, CategoryId, ProductId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { CommandDto, CreateDto, CurrencyField } from '../http/shapes.dto.js';
import { Code, BusinessDateField, DecimalField, IdField, Nested, OneOf, Text } from '../http/fields.js';
import { DiscountDto, pers, TermDto, type PerText } from '../http/line.dto.js';

const clears = { optional: true, clearable: true } as const;

/** Decision 16: a running contract brought from another system. */
export class RegisterContractDto extends CreateDto {
  @IdField()
  accountId!: AccountId;

  @IdField({ optional: true, description: 'The project "CRM" without it.' })
  projectId?: ProjectId;

  @IdField({ optional: true })
  ownerId?: UserId;

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
