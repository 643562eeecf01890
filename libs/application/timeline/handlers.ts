import type { Type } from '@nestjs/common';
import { TimelineOfAccountHandler, TimelineOfOneHandler, Timelines } from './timeline-queries.js';

export const timelineHandlers: readonly Type[] = [Timelines, TimelineOfAccountHandler, TimelineOfOneHandler];
