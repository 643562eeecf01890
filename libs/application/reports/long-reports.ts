import type { LongRead } from '../../read-store/long-read.js';
import { pipelineBoard } from './pipeline-board.js';
import { pipelineReport, type PipelineQuery } from './pipeline-report.js';
import { salesReport, type SalesQuery } from './sales-report.js';

type Made<Report extends (...asked: never) => unknown> = Awaited<ReturnType<Report>>;

export const longPipelineReport: LongRead<PipelineQuery, Made<typeof pipelineReport>> = {
  name: 'pipeline-report',
  answer: ({ store }, asked) => pipelineReport(store, asked),
};

export const longSalesReport: LongRead<SalesQuery, Made<typeof salesReport>> = {
  name: 'sales-report',
  answer: ({ store, open }, asked) => salesReport(store, asked, open),
};

export const longPipelineBoard: LongRead<PipelineQuery, Made<typeof pipelineBoard>> = {
  name: 'pipeline-board',
  answer: ({ store, open }, asked) => pipelineBoard(store, asked, open),
};
