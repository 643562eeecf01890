import type { Type } from '@nestjs/common';
import { CreateLeadHandler, EditLeadHandler } from './leads.js';

export const leadHandlers: readonly Type[] = [CreateLeadHandler, EditLeadHandler];
