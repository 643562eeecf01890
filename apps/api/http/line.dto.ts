import { DecimalField, OneOf, Whole } from './fields.js';

/** What a price pays for. */
export const pers = ['once', 'month', 'quarter', 'year', 'term'] as const;
export type PerText = (typeof pers)[number];

const units = ['month', 'quarter', 'year'] as const;

export class DiscountDto {
  @DecimalField({ optional: true, description: 'Either this, from 0 to 100, …' })
  percent?: string;

  @DecimalField({ optional: true, description: '… or an amount in the currency of the quote.' })
  amount?: string;
}

export class TermDto {
  @Whole(1, 1200)
  count!: number;

  @OneOf(units)
  unit!: (typeof units)[number];
}
