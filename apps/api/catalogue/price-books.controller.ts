import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangePrice, WithdrawPrice } from '../../../libs/application/catalogue/catalogue.commands.js';
import { PutPriceBook, EditPriceBook, SetPrice } from '../../../libs/application/catalogue/price-books.js';
import { priceBookItemIdOf } from '../../../libs/catalogue/price-book-item/price-book-item.js';
import { idSchema, type PriceBookId, type PriceId, type ProductId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { ChangePriceDto, CreatePriceBookDto, EditPriceBookDto, SetPriceDto } from './catalogue.dto.js';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';

/** Their record is that of the product's prices in the book. */
const prices = { record: resourceSchema(priceBookItems) };

@ApiTags('catalogue')
@Controller('v1/price-books')
export class PriceBooksController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a price book (PB-02)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreatePriceBookDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutPriceBook.making(request.idFor<PriceBookId>('price book'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit a price book')
  edit(
    @IdParam('id') priceBookId: PriceBookId,
    @Body() { occurredAt: _, ...body }: EditPriceBookDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditPriceBook({ ...body, priceBookId }, request.context));
  }

  @Post(':id/prices')
  @CommandRoute('Add a price of a product (PRD-05)', {
    creates: true,
    more: { ...prices, priceId: idSchema<PriceId>() },
  })
  setPrice(
    @IdParam('id') priceBookId: PriceBookId,
    @Body() { occurredAt: _, ...body }: SetPriceDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new SetPrice({ ...body, priceBookId }, request.context));
  }

  @Patch(':id/products/:productId/prices/:priceId')
  @CommandRoute('Change a price, or until when it holds; quotes that took it keep what they took', { more: prices })
  changePrice(
    @IdParam('id') priceBookId: PriceBookId,
    @IdParam('productId') productId: ProductId,
    @IdParam('priceId') priceId: PriceId,
    @Body() { unitPrice, validTo }: ChangePriceDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new ChangePrice(
        { priceBookItemId: priceBookItemIdOf(priceBookId, productId), priceId, unitPrice, validTo },
        request.context,
      ),
    );
  }

  @Post(':id/products/:productId/prices/:priceId/withdraw')
  @CommandRoute('Offer a price no longer', { more: prices })
  withdrawPrice(
    @IdParam('id') priceBookId: PriceBookId,
    @IdParam('productId') productId: ProductId,
    @IdParam('priceId') priceId: PriceId,
    @Body() _body: CommandDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      new WithdrawPrice({ priceBookItemId: priceBookItemIdOf(priceBookId, productId), priceId }, request.context),
    );
  }
}
