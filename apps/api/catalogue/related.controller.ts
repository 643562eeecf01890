import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RecordsOf } from '../../../libs/application/records/related.js';
import type { PriceBookId } from '../../../libs/kernel/ids.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { Answers } from '../http/answers.js';
import { IdParam } from '../http/path.js';
import { ListNowDto } from '../records/list.dto.js';
import { listSchema } from '../records/row-documentation.js';

/** What belongs to one price book. */
@ApiTags('catalogue')
@Controller('v1/price-books/:id')
export class PriceBookRelatedController {
  constructor(private readonly queries: QueryBus) {}

  @Get('prices')
  @ApiOperation({ summary: 'The prices in a price book, by product (PRD-05)' })
  @Answers(listSchema(priceBookItems), 'A page.')
  prices(@IdParam('id') id: PriceBookId, @Query() query: ListNowDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(
      new RecordsOf({ ...query, viewer, model: priceBookItems, subject: { kind: 'priceBook', id } }),
    );
  }
}
