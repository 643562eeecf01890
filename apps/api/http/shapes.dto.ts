import type { UserId } from '../../../libs/kernel/ids.js';
import { DecimalField, IdField, ListOf, MomentField, Text } from './fields.js';
import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';

export const CurrencyField = () =>
  applyDecorators(
    ApiProperty({ type: 'string', example: 'USD', pattern: '^[A-Z]{3}$' }),
    Matches(/^[A-Z]{3}$/, { message: '$property must be an ISO 4217 code such as USD' }),
  );

/** An exact amount of one currency. */
export class MoneyDto {
  @DecimalField({
    example: '12.50',
    description:
      'At most 10^15 minor units of the currency, which are 10000000000000.00 EUR: more is refused as `amount-too-large`.',
  })
  amount!: string;

  @CurrencyField()
  currency!: string;
}

/** The record's name in another system. */
export class ReferenceDto {
  @Text(100, { example: 'erp' })
  system!: string;

  @Text(100, { example: 'customer' })
  type!: string;

  @Text(200, { example: 'C-1042' })
  id!: string;
}

/** What every command may carry. */
export class CommandDto {
  @MomentField({
    optional: true,
    description: 'When it happened, if not now: a date (its start) or a time with its zone.',
  })
  occurredAt?: string;
}

/** What every command that creates a record may carry. */
export class CreateDto extends CommandDto {
  @ListOf(() => ReferenceDto, 50, { optional: true, description: 'Its names in other systems.' })
  references: ReferenceDto[] = [];
}

export class OwnerDto extends CommandDto {
  @IdField({ clearable: true, description: 'null: nobody' })
  ownerId!: UserId | null;
}
