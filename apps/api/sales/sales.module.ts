import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import {
  ReferenceOpportunity,
  UnreferenceOpportunity,
  PutOpportunity,
} from '../../../libs/application/sales/opportunities.js';
import type { OpportunityId } from '../../../libs/kernel/ids.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsController, recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { OpportunitiesController } from './opportunities.controller.js';
import { OutcomesController } from './outcomes.controller.js';
import { QuotesController } from './quotes.controller.js';
import { OpportunityRelatedController } from './related.controller.js';
import { OpenOpportunityDto } from './opportunities.dto.js';

@Module({
  controllers: [
    OpportunitiesController,
    recordsOf(aggregates.opportunity),
    byReferenceController(PutOpportunity, OpenOpportunityDto, (body) => body),
    referencesController(
      'opportunities',
      'opportunities',
      (opportunityId: OpportunityId, reference, context) =>
        new ReferenceOpportunity({ opportunityId, reference }, context),
      (opportunityId: OpportunityId, reference, context) =>
        new UnreferenceOpportunity({ opportunityId, reference }, context),
    ),
    OutcomesController,
    QuotesController,
    recordsController('quotes', 'quotes', quotes),
    OpportunityRelatedController,
  ],
})
export class SalesModule {}
