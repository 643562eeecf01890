import { Module } from '@nestjs/common';
import { ReferenceLead, UnreferenceLead, PutLead } from '../../../libs/application/leads/leads.js';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { LeadId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { LeadsController } from './leads.controller.js';
import { CreateLeadDto } from './leads.dto.js';
import { LeadRelatedController } from './related.controller.js';

@Module({
  controllers: [
    LeadsController,
    recordsOf(aggregates.lead),
    byReferenceController(PutLead, CreateLeadDto, (body) => body),
    referencesController(
      'leads',
      'leads',
      (leadId: LeadId, reference, context) => new ReferenceLead({ leadId, reference }, context),
      (leadId: LeadId, reference, context) => new UnreferenceLead({ leadId, reference }, context),
    ),
    LeadRelatedController,
  ],
})
export class LeadsModule {}
