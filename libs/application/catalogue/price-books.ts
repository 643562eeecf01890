import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  priceBookItemIdOf,
  type SetPrice as SetPriceInStream,
} from '../../catalogue/price-book-item/price-book-item.js';
import type * as domain from '../../catalogue/price-book/price-book.js';
import type { PriceBookId, PriceId, ProjectId } from '../../kernel/ids.js';
import { priceBookProfile } from '../../catalogue/price-book/price-book.events.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import type { Lookups } from '../lookups/lookups.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';

export class CreatePriceBook extends AggregateCommand<Omit<domain.CreatePriceBook, 'type'>> {}

@CommandHandler(CreatePriceBook)
export class CreatePriceBookHandler implements ICommandHandler<CreatePriceBook> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreatePriceBook) {
    const outcome = await this.commands.prepare(aggregates.priceBook, data.priceBookId, context, async (lookups) => {
      await checkProjects(data.projectIds, lookups);
      return { type: 'CreatePriceBook', ...data };
    });
    return answerTo(outcome);
  }
}

export class EditPriceBook extends AggregateCommand<Omit<domain.EditPriceBook, 'type'>> {}

@CommandHandler(EditPriceBook)
export class EditPriceBookHandler implements ICommandHandler<EditPriceBook> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditPriceBook) {
    const outcome = await this.commands.prepare(aggregates.priceBook, data.priceBookId, context, async (lookups) => {
      await checkProjects(data.projectIds, lookups);
      return { type: 'EditPriceBook', ...data };
    });
    return answerTo(outcome);
  }
}

/** A price of the product in the book; it pays for one unit, once, where it says nothing else. */
export class SetPrice extends AggregateCommand<
  Omit<SetPriceInStream, 'type' | 'priceBookItemId' | 'priceId' | 'per'> & Partial<Pick<SetPriceInStream, 'per'>>
> {}

@CommandHandler(SetPrice)
export class SetPriceHandler implements ICommandHandler<SetPrice> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: SetPrice) {
    const { priceBookId, productId, per = 'once' } = data;
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    const priceId = idFor<PriceId>(context, 'price');
    const outcome = await this.commands.prepare(aggregates.priceBookItem, priceBookItemId, context, async (lookups) => {
      await Promise.all([lookups.targetPriceBook(priceBookId), lookups.product(productId)]);
      return { type: 'SetPrice', ...data, priceBookItemId, priceId, per };
    });
    return answerTo(outcome, { priceId });
  }
}

/** Refuses projects that do not exist. */
async function checkProjects(ids: readonly ProjectId[] | null | undefined, lookups: Lookups): Promise<void> {
  await Promise.all((ids ?? []).map((id) => lookups.project(id)));
}

export class PutPriceBook extends putByReference({
  aggregate: aggregates.priceBook,
  create: (priceBookId: PriceBookId, fields: New<CreatePriceBook, 'priceBookId'>, context: Envelope) =>
    new CreatePriceBook({ ...fields, priceBookId }, context),
  edit: (priceBookId, fields, context) => new EditPriceBook({ ...fields, priceBookId }, context),
  fixed: {},
  clearable: clearableFields(priceBookProfile),
}) {}
