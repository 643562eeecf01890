import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PipelineReport, SalesReport } from '../../../libs/application/reports/report-queries.js';
import { groupBys, type GroupBy } from '../../../libs/application/reports/sales-groupings.js';
import type { DateOnly } from '../../../libs/kernel/dates.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { DateField, IdField, OneOf } from '../http/fields.js';

class PipelineReportDto extends AsOfDto {
  @IdField({ optional: true, description: 'Only this pipeline.' })
  pipeline?: string;

  @IdField({ optional: true, description: 'SET-09: this project and all below it.' })
  project?: string;
}

class SalesReportDto extends PipelineReportDto {
  @OneOf(groupBys)
  groupBy!: GroupBy;

  @DateField({ optional: true, description: 'The first booking date, inclusive.' })
  from?: DateOnly;

  @DateField({ optional: true, description: 'The last booking date, inclusive.' })
  to?: DateOnly;
}

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('pipeline')
  @ApiOperation({
    summary: 'Opportunities and amounts by stage, now or as of any past date; open stages always, also when empty',
  })
  pipeline(@Query() query: PipelineReportDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new PipelineReport({ ...query, viewer }));
  }

  @Get('sales')
  @ApiOperation({ summary: 'Sales and losses by period, person, office, product, account or project (decision 15)' })
  sales(@Query() query: SalesReportDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new SalesReport({ ...query, viewer }));
  }
}
