import type { Type } from '@nestjs/common';
import { LogActivityHandler, EditActivityHandler, AddCommentHandler } from './activities.js';

export const activityHandlers: readonly Type[] = [LogActivityHandler, EditActivityHandler, AddCommentHandler];
