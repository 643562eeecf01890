import type { Type } from '@nestjs/common';
import {
  OpenOpportunityHandler,
  EditOpportunityHandler,
  MoveOpportunityHandler,
  ChangeOpportunityOwnerHandler,
} from './opportunities.js';
import {
  SellOpportunityHandler,
  LoseOpportunityHandler,
  ReopenOpportunityHandler,
  RemoveContractHandler,
} from './outcomes.js';
import { CreateQuoteHandler, ChangeQuoteLinesHandler, DuplicateQuoteHandler } from './quotes.js';

export const salesHandlers: readonly Type[] = [
  OpenOpportunityHandler,
  EditOpportunityHandler,
  MoveOpportunityHandler,
  ChangeOpportunityOwnerHandler,
  SellOpportunityHandler,
  LoseOpportunityHandler,
  ReopenOpportunityHandler,
  RemoveContractHandler,
  CreateQuoteHandler,
  ChangeQuoteLinesHandler,
  DuplicateQuoteHandler,
];
