import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProductId } from '../../kernel/ids.js';
import type * as domain from '../../catalogue/product/product.js';
import { uniqueValue, type ReleaseValue, type ReserveValue } from '../../catalogue/unique-value/unique-value.js';
import { CommandExecutor } from '../../commands/command-executor.js';
import { productProfile } from '../../catalogue/product/product.events.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, alsoFor, answerTo, type Envelope } from '../commands/command.js';
import type { Lookups } from '../lookups/lookups.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { ProductCodes } from './product-codes.js';

export class CreateProduct extends AggregateCommand<Omit<domain.CreateProduct, 'type'>> {}

@CommandHandler(CreateProduct)
export class CreateProductHandler implements ICommandHandler<CreateProduct> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly codes: ProductCodes,
  ) {}

  async execute({ data, context }: CreateProduct) {
    const { productId, code, categoryId } = data;
    const outcome = await this.commands.claimed(
      aggregates.product,
      productId,
      context,
      (work) => this.codes.claimed(code, productId, alsoFor(context, 'code'), work),
      async (lookups) => {
        await lookups.category(categoryId);
        return { type: 'CreateProduct', ...data };
      },
    );
    return answerTo(outcome);
  }
}

export class EditProduct extends AggregateCommand<Omit<domain.EditProduct, 'type'>> {}

@CommandHandler(EditProduct)
export class EditProductHandler implements ICommandHandler<EditProduct> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly codes: ProductCodes,
  ) {}

  async execute({ data, context }: EditProduct) {
    const { productId, code, categoryId } = data;
    const edit = async (lookups: Lookups) => {
      if (categoryId) await lookups.category(categoryId);
      return { type: 'EditProduct', ...data } as const;
    };
    const outcome =
      code === undefined
        ? await this.commands.prepare(aggregates.product, productId, context, edit)
        : await this.commands.claimed(
            aggregates.product,
            productId,
            context,
            (work) => this.codes.claimed(code, productId, alsoFor(context, 'code'), work),
            edit,
          );
    return answerTo(outcome);
  }
}

/** PRD-01: a code is free again; not where it has been reserved again since. */
export class ReleaseProductCode extends AggregateCommand<Omit<ReleaseValue, 'type'>, void> {}

@CommandHandler(ReleaseProductCode)
export class ReleaseProductCodeHandler implements ICommandHandler<ReleaseProductCode> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ data, context }: ReleaseProductCode): Promise<void> {
    await this.executor.execute(uniqueValue, { type: 'ReleaseValue', ...data }, context);
  }
}

/** ADR 34: the code is its product's where nobody has ever reserved it. */
export class KeepProductCode extends AggregateCommand<Omit<ReserveValue, 'type'>, void> {}

@CommandHandler(KeepProductCode)
export class KeepProductCodeHandler implements ICommandHandler<KeepProductCode> {
  constructor(private readonly codes: ProductCodes) {}

  async execute({ data, context }: KeepProductCode): Promise<void> {
    await this.codes.keep(data, context);
  }
}

export class PutProduct extends putByReference({
  aggregate: aggregates.product,
  create: (productId: ProductId, fields: New<CreateProduct, 'productId'>, context: Envelope) =>
    new CreateProduct({ ...fields, productId }, context),
  edit: (productId, fields, context) => new EditProduct({ ...fields, productId }, context),
  fixed: {},
  clearable: clearableFields(productProfile),
}) {}
