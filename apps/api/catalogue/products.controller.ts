import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { ProductId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute, type ExecuteOptions } from '../commands/execute.js';
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
    const productId = request.idFor<ProductId>('product');
    return this.commands.execute(
      Execute.on(
        aggregates.product,
        productId,
        request.context,
        async (facts) => {
          await facts.category(body.categoryId);
          return {
            type: 'CreateProduct',
            ...body,
            productId,
            categoryId: body.categoryId,
            references: body.references ?? [],
          };
        },
        { claim: claimOf(body.code, productId, request) },
      ),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit a product')
  edit(
    @IdParam('id') productId: ProductId,
    @Body() { occurredAt: _, ...body }: EditProductDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(
        aggregates.product,
        productId,
        request.context,
        async (facts) => {
          if (body.categoryId) await facts.category(body.categoryId);
          return { type: 'EditProduct', ...body, productId, categoryId: body.categoryId };
        },
        { claim: body.code ? claimOf(body.code, productId, request) : undefined },
      ),
    );
  }
}

const claimOf =
  (code: string, productId: ProductId, request: CommandRequest): ExecuteOptions['claim'] =>
  (facts, work) =>
    facts.productCodes.claimed(code, productId, request.also('code'), work);
