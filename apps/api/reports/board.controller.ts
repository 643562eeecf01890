import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PipelineBoard } from '../../../libs/application/reports/report-queries.js';
import { PipelineBoardAnswer } from '../../../libs/application/reports/report-answers.js';
import { Answers } from '../http/answers.js';
import { AsOfDto } from '../http/as-of.dto.js';
import { IdField } from '../http/fields.js';

class BoardDto extends AsOfDto {
  @IdField()
  pipeline!: string;

  @IdField({ optional: true, description: 'SET-09: this project and all below it.' })
  project?: string;
}

@ApiTags('boards')
@Controller('v1/boards')
export class BoardController {
  constructor(private readonly queries: QueryBus) {}

  @Get('pipeline')
  @ApiOperation({
    summary:
      'The board of a pipeline, now or as of any past date: a column a stage, with its totals and first 50 cards',
  })
  @Answers(PipelineBoardAnswer)
  pipeline(@Query() query: BoardDto, @Req() { viewer }: FastifyRequest) {
    return this.queries.execute(new PipelineBoard({ ...query, viewer }));
  }
}
