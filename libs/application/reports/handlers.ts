import type { Type } from '@nestjs/common';
import { PipelineReportHandler, SalesReportHandler, PipelineBoardHandler } from './report-queries.js';

export const reportHandlers: readonly Type[] = [PipelineReportHandler, SalesReportHandler, PipelineBoardHandler];
