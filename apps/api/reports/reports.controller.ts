import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { DateOnly } from '../../../libs/kernel/dates.js';
import { AsOfDto, asOfFrom } from '../http/as-of.dto.js';
import { DateField, IdField, OneOf } from '../http/fields.js';
import { waitForPosition } from '../records/wait-for-position.js';
import { Tidemark } from '../tidemark.js';
import { pipelineReport } from './pipeline-report.js';
import { groupBys, type GroupBy } from './sales-groupings.js';
import { salesReport } from './sales-report.js';

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
  constructor(private readonly tidemark: Tidemark) {}

  @Get('pipeline')
  @ApiOperation({
    summary: 'Opportunities and amounts by stage, now or as of any past date; open stages always, also when empty',
  })
  async pipeline(@Query() query: PipelineReportDto, @Req() { calendar }: FastifyRequest) {
    await waitForPosition(this.tidemark, query.notBefore);
    const { pipeline, project } = query;
    return pipelineReport(this.tidemark.store, { at: asOfFrom(query, calendar), pipeline, project });
  }

  @Get('sales')
  @ApiOperation({ summary: 'Sales and losses by period, person, office, product, account or project (decision 15)' })
  async sales(@Query() query: SalesReportDto, @Req() { calendar }: FastifyRequest) {
    await waitForPosition(this.tidemark, query.notBefore);
    const { groupBy, from, to, pipeline, project } = query;
    const at = asOfFrom(query, calendar);
    return salesReport(this.tidemark.store, { at, groupBy, from, to, pipeline, project }, (value) =>
      this.tidemark.open(value),
    );
  }
}
