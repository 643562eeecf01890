import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { priceBookItemIdOf } from '../../../libs/catalogue/price-book-item/price-book-item.js';
import type { PriceBookId, PriceId, ProductId, ProjectId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import type { Lookups } from '../commands/facts.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { ChangePriceDto, CreatePriceBookDto, EditPriceBookDto, SetPriceDto } from './catalogue.dto.js';

@ApiTags('catalogue')
@Controller('v1/price-books')
export class PriceBooksController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a price book (PB-02)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreatePriceBookDto, @Request() request: CommandRequest) {
    const priceBookId = request.idFor<PriceBookId>('price book');
    return this.commands.execute(
      Execute.on(aggregates.priceBook, priceBookId, request.context, async (facts) => {
        await checkProjects(body.projectIds, facts);
        return { type: 'CreatePriceBook', ...body, priceBookId, references: body.references ?? [] };
      }),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit a price book')
  edit(
    @IdParam('id') priceBookId: PriceBookId,
    @Body() { occurredAt: _, ...body }: EditPriceBookDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.priceBook, priceBookId, request.context, async (facts) => {
        await checkProjects(body.projectIds, facts);
        return { type: 'EditPriceBook', ...body, priceBookId };
      }),
    );
  }

  @Post(':id/prices')
  @CommandRoute('Add a price of a product (PRD-05)', { creates: true })
  setPrice(
    @IdParam('id') priceBookId: PriceBookId,
    @Body() { occurredAt: _, ...body }: SetPriceDto,
    @Request() request: CommandRequest,
  ) {
    const productId = body.productId;
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    const priceId = request.idFor<PriceId>('price');
    return this.commands.execute(
      Execute.on(
        aggregates.priceBookItem,
        priceBookItemId,
        request.context,
        async (facts) => {
          await facts.targetPriceBook(priceBookId);
          await facts.product(productId);
          return {
            type: 'SetPrice',
            ...body,
            priceBookItemId,
            priceBookId,
            productId,
            priceId,
            per: body.per ?? 'once',
            validFrom: body.validFrom,
            validTo: body.validTo,
          };
        },
        { more: () => ({ priceId }) },
      ),
    );
  }

  @Patch(':id/products/:productId/prices/:priceId')
  @CommandRoute('Change a price, or until when it holds; quotes that took it keep what they took')
  changePrice(
    @IdParam('id') priceBookId: PriceBookId,
    @IdParam('productId') productId: ProductId,
    @IdParam('priceId') priceId: PriceId,
    @Body() { unitPrice, validTo }: ChangePriceDto,
    @Request() request: CommandRequest,
  ) {
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    return this.commands.execute(
      Execute.on(aggregates.priceBookItem, priceBookItemId, request.context, () => ({
        type: 'ChangePrice',
        priceBookItemId,
        priceId,
        unitPrice,
        validTo: validTo,
      })),
    );
  }

  @Post(':id/products/:productId/prices/:priceId/withdraw')
  @CommandRoute('Offer a price no longer')
  withdrawPrice(
    @IdParam('id') priceBookId: PriceBookId,
    @IdParam('productId') productId: ProductId,
    @IdParam('priceId') priceId: PriceId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
    return this.commands.execute(
      Execute.on(aggregates.priceBookItem, priceBookItemId, request.context, () => ({
        type: 'WithdrawPrice',
        priceBookItemId,
        priceId,
      })),
    );
  }
}

/** Refuses projects that do not exist. */
async function checkProjects(ids: readonly ProjectId[] | null | undefined, facts: Lookups): Promise<void> {
  for (const id of ids ?? []) await facts.project(id);
}
