import type { Type } from '@nestjs/common';
import { PartnerResultsHandler } from './partner-results.js';
import { CreatePartnerHandler, DeletePartnerHandler, EditPartnerHandler } from './partners.js';

export const partnerHandlers: readonly Type[] = [
  CreatePartnerHandler,
  EditPartnerHandler,
  DeletePartnerHandler,
  PartnerResultsHandler,
];
