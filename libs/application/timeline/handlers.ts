import type { Type } from '@nestjs/common';
import {
  TimelineOfAccountHandler,
  TimelineOfLeadHandler,
  TimelineOfOpportunityHandler,
  Timelines,
} from './timeline-queries.js';

export const timelineHandlers: readonly Type[] = [
  Timelines,
  TimelineOfAccountHandler,
  TimelineOfOpportunityHandler,
  TimelineOfLeadHandler,
];
