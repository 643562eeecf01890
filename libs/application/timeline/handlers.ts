import type { Type } from '@nestjs/common';
import { Timelines, TimelineOfAccountHandler, TimelineOfOpportunityHandler } from './timeline-queries.js';

export const timelineHandlers: readonly Type[] = [Timelines, TimelineOfAccountHandler, TimelineOfOpportunityHandler];
