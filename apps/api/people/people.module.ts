import { Module } from '@nestjs/common';
import { PutContact, ReferenceContact, UnreferenceContact } from '../../../libs/application/people/contacts.js';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { ContactId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { ContactsController } from './contacts.controller.js';
import { CreateContactDto, employerFrom } from './contacts.dto.js';
import { ContactRelatedController } from './related.controller.js';

@Module({
  controllers: [
    ContactsController,
    recordsOf(aggregates.contact),
    byReferenceController(PutContact, CreateContactDto, ({ employer, ...body }) => ({
      ...body,
      employer: employerFrom(employer),
    })),
    referencesController(
      'contacts',
      'contacts',
      (contactId: ContactId, reference, context) => new ReferenceContact({ contactId, reference }, context),
      (contactId: ContactId, reference, context) => new UnreferenceContact({ contactId, reference }, context),
    ),
    ContactRelatedController,
  ],
})
export class PeopleModule {}
