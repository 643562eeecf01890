import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { CategoryId, LineId, PriceBookId, PriceId, ProductId } from '../../../libs/kernel/ids.js';
import type { CustomValues } from '../../../libs/kernel/lines.js';
import { CommandDto, CurrencyField } from '../http/shapes.dto.js';
import { DiscountDto, pers, TermDto, type PerText } from '../http/line.dto.js';
import {
  BusinessDateField,
  Custom,
  DecimalField,
  Flag,
  IdField,
  Ids,
  ListOf,
  Nested,
  OneOf,
  Text,
} from '../http/fields.js';

const clears = { optional: true, clearable: true } as const;

export class TaxDto {
  @Text(50)
  code!: string;

  @DecimalField()
  rate!: string;
}

/** A product with a price from a price book, a product with a price by hand, or a line wholly by hand. */
export class NewLineDto {
  @IdField({ optional: true })
  productId?: ProductId;

  @IdField({ optional: true, description: 'Takes the price of the product that holds in it.' })
  priceBookId?: PriceBookId;

  @IdField({ optional: true, description: 'One of its prices, where several hold.' })
  priceId?: PriceId;

  @Text(200, { optional: true, description: "The product's name without it." })
  name?: string;

  @IdField({ optional: true, description: 'For a line without a product.' })
  categoryId?: CategoryId;

  @DecimalField({ example: '2' })
  quantity!: string;

  @Text(50, { optional: true })
  unit?: string;

  @DecimalField({ optional: true, description: 'By hand; may have more decimals than the currency.' })
  unitPrice?: string;

  @Nested(() => DiscountDto, { optional: true })
  discount?: DiscountDto;

  @OneOf(pers, { optional: true })
  per?: PerText;

  @Nested(() => TermDto, { optional: true, description: "The category's usual term without it." })
  term?: TermDto;

  @BusinessDateField({ optional: true, description: 'When the contract starts; the date of the sale without it.' })
  startsOn?: DateOnly;

  @Nested(() => TaxDto, { optional: true })
  tax?: TaxDto;

  @Custom({ optional: true })
  custom?: CustomValues;
}

export class ChangedLineDto {
  @IdField()
  lineId!: LineId;

  @Text(200, { optional: true })
  name?: string;

  @DecimalField({ optional: true })
  quantity?: string;

  @Text(50, { optional: true })
  unit?: string;

  @DecimalField({ optional: true })
  unitPrice?: string;

  @Nested(() => DiscountDto, clears)
  discount?: DiscountDto | null;

  @OneOf(pers, { optional: true })
  per?: PerText;

  @Nested(() => TermDto, clears)
  term?: TermDto | null;

  @BusinessDateField(clears)
  startsOn?: DateOnly | null;

  @Nested(() => TaxDto, clears)
  tax?: TaxDto | null;

  @Custom(clears)
  custom?: CustomValues | null;
}

export class CreateQuoteDto extends CommandDto {
  @Text(200)
  name!: string;

  @CurrencyField()
  currency!: string;

  @Text(100, { optional: true, description: 'QUO-03: picks the set of prices.' })
  brand?: string;

  @Text(100, { optional: true })
  productVersion?: string;

  @BusinessDateField({ optional: true })
  startsOn?: DateOnly;

  @BusinessDateField({ optional: true, description: 'QUO-02: the last date on which it is sold without an override.' })
  dueOn?: DateOnly;

  @ListOf(() => NewLineDto, 1000, { optional: true })
  lines?: NewLineDto[];
}

export class EditQuoteDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @Text(100, clears)
  brand?: string | null;

  @Text(100, clears)
  productVersion?: string | null;

  @BusinessDateField(clears)
  startsOn?: DateOnly | null;

  @BusinessDateField(clears)
  dueOn?: DateOnly | null;
}

/** QUO-11: all edits together, or none. */
export class ChangeLinesDto extends CommandDto {
  @ListOf(() => NewLineDto, 1000, { optional: true })
  add?: NewLineDto[];

  @ListOf(() => ChangedLineDto, 1000, { optional: true })
  change?: ChangedLineDto[];

  @Ids(1000, { optional: true })
  remove?: LineId[];

  @Flag({ optional: true, description: 'QUO-05: answers the quote as it would be; writes nothing.' })
  dryRun?: boolean;
}

export class DuplicateQuoteDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;
}
