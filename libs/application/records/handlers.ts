import type { Type } from '@nestjs/common';
import { ListRecordsHandler, GetRecordHandler } from './record-queries.js';
import {
  QuotesOfOpportunityHandler,
  ContractsOfOpportunityHandler,
  ContractsOfAccountHandler,
  PricesOfBookHandler,
  RelationsOfAccountHandler,
} from './related.js';

export const recordHandlers: readonly Type[] = [
  ListRecordsHandler,
  GetRecordHandler,
  QuotesOfOpportunityHandler,
  ContractsOfOpportunityHandler,
  ContractsOfAccountHandler,
  PricesOfBookHandler,
  RelationsOfAccountHandler,
];
