import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PipelineReport, SalesReport } from '../../../libs/application/reports/report-queries.js';
import { groupBys, type GroupBy } from '../../../libs/application/reports/sales-groupings.js';
import { salesSorts } from '../../../libs/application/reports/sales-sort.js';
import type { DateOnly } from '../../../libs/kernel/dates.js';
import { PipelineReportAnswer, SalesReportAnswer } from '../../../libs/application/reports/report-answers.js';
import { Answers } from '../http/answers.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { DateField, IdField, OneOf, Text } from '../http/fields.js';

class PipelineReportDto extends AsOfDto {
  @IdField({ optional: true, description: 'Only this pipeline.' })
  pipeline?: string;

  @IdField({ optional: true, description: 'SET-09: this project and all below it.' })
  project?: string;
}

class SalesReportDto extends PipelineReportDto {
  @OneOf(groupBys, {
    description:
      'Manager and office are those on the date of the sale, pipeline and price book those it was sold with, industry that of the account ' +
      'as of the answer. `(none)` where there is none. Rows by product and by price book may count a sale or a loss twice, the total does not.',
  })
  groupBy!: GroupBy;

  @DateField({ optional: true, description: 'The first booking date, inclusive.' })
  from?: DateOnly;

  @DateField({ optional: true, description: 'The last booking date, inclusive.' })
  to?: DateOnly;

  @Text(100, {
    optional: true,
    description: `Of ${salesSorts.join(', ')}, with commas between, \`-\` before one that descends: \`-amount\`. By key where it is left out; ties by key.`,
  })
  sort?: string;

  @Text(3, {
    optional: true,
    example: 'EUR',
    description: 'The currency of the amounts to sort by. Needed where rows have amounts in several.',
  })
  currency?: string;
}

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('pipeline')
  @ApiOperation({
    summary: 'Opportunities and amounts by stage, now or as of any past date; open stages always, also when empty',
  })
  @Answers(PipelineReportAnswer)
  pipeline(@Query() query: PipelineReportDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new PipelineReport({ ...query, viewer }));
  }

  @Get('sales')
  @ApiOperation({
    summary:
      'Sales and losses by period, person, office, product, price book, account, industry, project or pipeline (decision 15)',
    description:
      'A lost opportunity counts under the products and price books of its active quote, else under those of the sale that it took back. ' +
      'By year, quarter or month there is a row for every period from `from` to `to`, also without bookings; where one is left out, from ' +
      'the first or to the last booking. More than 1,200 periods are refused; where neither is named, only those with bookings are there.',
  })
  @Answers(SalesReportAnswer)
  sales(@Query() query: SalesReportDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new SalesReport({ ...query, viewer }));
  }
}
