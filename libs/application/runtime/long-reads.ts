import type { LongRead } from '../../read-store/long-read.js';
import { campaignResults } from '../campaigns/campaign-results.js';
import { partnerResults } from '../partners/partner-results.js';
import { recordPage } from '../records/record-page.js';
import { longPipelineBoard, longPipelineReport, longSalesReport } from '../reports/long-reports.js';
import { timelinePage } from '../timeline/timeline-page.js';

/** All reads that may be made in a thread, which imports them from here: functions don't go from one thread to another. */
export const longReads: readonly LongRead[] = [
  recordPage,
  longPipelineReport,
  longSalesReport,
  longPipelineBoard,
  campaignResults,
  partnerResults,
  timelinePage,
];
