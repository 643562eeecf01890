import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { QuestionOf, type Question } from '../records/question.js';
import { Reading } from '../records/reading.js';
import { longPipelineBoard, longPipelineReport, longSalesReport } from './long-reports.js';
import type { pipelineBoard } from './pipeline-board.js';
import type { pipelineReport } from './pipeline-report.js';
import type { salesReport, SalesQuery } from './sales-report.js';

/** One pipeline or all; SET-09: the project and all below it. */
interface PipelineQuestion extends Question {
  readonly pipeline?: string | undefined;
  readonly project?: string | undefined;
}

/** Opportunities and amounts by stage. */
export class PipelineReport extends QuestionOf<PipelineQuestion, Awaited<ReturnType<typeof pipelineReport>>> {}

@QueryHandler(PipelineReport)
export class PipelineReportHandler implements IQueryHandler<PipelineReport> {
  constructor(private readonly reading: Reading) {}

  execute({ asked }: PipelineReport) {
    return this.reading.long(longPipelineReport, asked);
  }
}

/** Decision 15: sales and losses by period, person, office, what was sold, buyer, project or pipeline. Dates are inclusive. */
export class SalesReport extends QuestionOf<
  PipelineQuestion & Omit<SalesQuery, 'at'>,
  Awaited<ReturnType<typeof salesReport>>
> {}

@QueryHandler(SalesReport)
export class SalesReportHandler implements IQueryHandler<SalesReport> {
  constructor(private readonly reading: Reading) {}

  execute({ asked }: SalesReport) {
    return this.reading.long(longSalesReport, asked);
  }
}

/** FLT-05: a column a stage. */
export class PipelineBoard extends QuestionOf<
  PipelineQuestion & { readonly pipeline: string },
  Awaited<ReturnType<typeof pipelineBoard>>
> {}

@QueryHandler(PipelineBoard)
export class PipelineBoardHandler implements IQueryHandler<PipelineBoard> {
  constructor(private readonly reading: Reading) {}

  execute({ asked }: PipelineBoard) {
    return this.reading.long(longPipelineBoard, asked);
  }
}
