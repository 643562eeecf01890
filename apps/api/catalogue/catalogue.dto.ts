import type { DateOnly } from '../../../libs/kernel/dates.js';
import type { CategoryId, ProductId, ProjectId } from '../../../libs/kernel/ids.js';
import { CommandDto, CreateDto, CurrencyField } from '../http/shapes.dto.js';
import { pers, type PerText } from '../http/line.dto.js';
import { BusinessDateField, DecimalField, Flag, IdField, Ids, OneOf, Text, Whole } from '../http/fields.js';

export class CreateCategoryDto extends CommandDto {
  @Text(200)
  name!: string;

  @Text(100, { description: 'CON-02: the type of the contracts that its products become.', example: 'software' })
  contractType!: string;

  @OneOf(['timeBased', 'oneOff'])
  kind!: 'timeBased' | 'oneOff';

  @Whole(1, 1200, { optional: true, description: 'The usual term; time-based categories need one.' })
  termMonths?: number;
}

export class EditCategoryDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @Whole(1, 1200, { optional: true, clearable: true })
  termMonths?: number | null;
}

export class CreateProductDto extends CreateDto {
  @Text(50, {
    description: 'Unique among products, whatever its case, spaces around it and characters that cannot be seen.',
  })
  code!: string;

  @Text(200)
  name!: string;

  @Text(10_000, { optional: true })
  description?: string;

  @IdField()
  categoryId!: CategoryId;

  @Flag({ optional: true })
  active?: boolean;
}

export class EditProductDto extends CommandDto {
  @Text(50, { optional: true })
  code?: string;

  @Text(200, { optional: true })
  name?: string;

  @Text(10_000, { optional: true, clearable: true })
  description?: string | null;

  @IdField({ optional: true })
  categoryId?: CategoryId;

  @Flag({ optional: true })
  active?: boolean;
}

export class CreatePriceBookDto extends CreateDto {
  @Text(200)
  name!: string;

  @Text(10_000, { optional: true })
  description?: string;

  @Flag({ optional: true })
  active?: boolean;

  @Ids(1000, { optional: true, description: 'PB-06: the projects it serves; all without it.' })
  projectIds?: ProjectId[];
}

export class EditPriceBookDto extends CommandDto {
  @Text(200, { optional: true })
  name?: string;

  @Text(10_000, { optional: true, clearable: true })
  description?: string | null;

  @Flag({ optional: true })
  active?: boolean;

  @Ids(1000, { optional: true, clearable: true, description: 'null: every project' })
  projectIds?: ProjectId[] | null;
}

export class SetPriceDto extends CommandDto {
  @IdField()
  productId!: ProductId;

  @Text(50, { description: 'PRD-05: the standard output of the product.', example: 'piece' })
  unit!: string;

  @DecimalField({ description: 'May have more decimals than the currency.' })
  unitPrice!: string;

  @CurrencyField()
  currency!: string;

  @OneOf(pers, { optional: true, description: 'What the price pays for; once without it.' })
  per?: PerText;

  @Text(100, { optional: true })
  brand?: string;

  @Text(100, { optional: true })
  productVersion?: string;

  @BusinessDateField({ optional: true })
  validFrom?: DateOnly;

  @BusinessDateField({ optional: true, description: 'Inclusive.' })
  validTo?: DateOnly;
}

export class ChangePriceDto extends CommandDto {
  @DecimalField({ optional: true })
  unitPrice?: string;

  @BusinessDateField({ optional: true, clearable: true, description: 'Inclusive; null: without end.' })
  validTo?: DateOnly | null;
}
