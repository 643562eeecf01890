import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { CategoryId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CreateCategoryDto, EditCategoryDto } from './catalogue.dto.js';

@ApiTags('catalogue')
@Controller('v1/product-categories')
export class ProductCategoriesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a product category (PRD-03, CON-02)', { creates: true })
  create(@Body() { name, contractType, kind, termMonths }: CreateCategoryDto, @Request() request: CommandRequest) {
    const categoryId = request.idFor<CategoryId>('product category');
    return this.commands.execute(
      Execute.on(aggregates.productCategory, categoryId, request.context, () => ({
        type: 'CreateProductCategory',
        categoryId,
        name,
        contractType,
        kind,
        termMonths,
      })),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit a product category')
  edit(
    @IdParam('id') categoryId: CategoryId,
    @Body() { name, termMonths }: EditCategoryDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.productCategory, categoryId, request.context, () => ({
        type: 'EditProductCategory',
        categoryId,
        name,
        termMonths,
      })),
    );
  }
}
