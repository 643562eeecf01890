import type { Type } from '@nestjs/common';
import { ChangeLeadOwnerHandler, CreateLeadHandler, EditLeadHandler } from './leads.js';
import { QualifyLeadHandler } from './qualify-lead.js';

export const leadHandlers: readonly Type[] = [
  CreateLeadHandler,
  EditLeadHandler,
  ChangeLeadOwnerHandler,
  QualifyLeadHandler,
];
