import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PutProduct, EditProduct } from '../../../libs/application/catalogue/products.js';
import type { ProductId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CreateProductDto, EditProductDto } from './catalogue.dto.js';

@ApiTags('catalogue')
@Controller('v1/products')
export class ProductsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a product under a code of its own (PRD-01)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateProductDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutProduct.making(request.idFor<ProductId>('product'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit a product')
  edit(
    @IdParam('id') productId: ProductId,
    @Body() { occurredAt: _, ...body }: EditProductDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditProduct({ ...body, productId }, request.context));
  }
}
