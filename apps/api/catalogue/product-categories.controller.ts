import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CreateProductCategory, EditProductCategory } from '../../../libs/application/catalogue/catalogue.commands.js';
import type { CategoryId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CreateCategoryDto, EditCategoryDto } from './catalogue.dto.js';

@ApiTags('catalogue')
@Controller('v1/product-categories')
export class ProductCategoriesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a product category (PRD-03, CON-02)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateCategoryDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      new CreateProductCategory(
        { ...body, categoryId: request.idFor<CategoryId>('product category') },
        request.context,
      ),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit a product category')
  edit(
    @IdParam('id') categoryId: CategoryId,
    @Body() { name, termMonths }: EditCategoryDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditProductCategory({ categoryId, name, termMonths }, request.context));
  }
}
