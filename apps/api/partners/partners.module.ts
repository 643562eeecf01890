import { Module } from '@nestjs/common';
import { PutPartner, ReferencePartner, UnreferencePartner } from '../../../libs/application/partners/partners.js';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { PartnerId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { PartnersController } from './partners.controller.js';
import { CreatePartnerDto } from './partners.dto.js';
import { PartnerRelatedController } from './related.controller.js';

@Module({
  controllers: [
    PartnersController,
    recordsOf(aggregates.partner),
    byReferenceController(PutPartner, CreatePartnerDto, (body) => body),
    referencesController(
      'partners',
      'partners',
      (partnerId: PartnerId, reference, context) => new ReferencePartner({ partnerId, reference }, context),
      (partnerId: PartnerId, reference, context) => new UnreferencePartner({ partnerId, reference }, context),
    ),
    PartnerRelatedController,
  ],
})
export class PartnersModule {}
