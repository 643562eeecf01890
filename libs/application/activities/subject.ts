import type { Subject } from '../../activities/subject.js';
import { derivedId, type PersonId } from '../../kernel/ids.js';
import type { Lookups } from '../lookups/lookups.js';

/**
 * Whom free text about the record is about: the person that an account, a contact or a lead is, or the one an opportunity's text belongs to.
 * Text about a company, a campaign or a partner has a subject of its own, so that it is sealed too. Refuses a record that does not exist.
 */
export async function personOf(subject: Subject, lookups: Lookups): Promise<PersonId> {
  switch (subject.kind) {
    case 'account':
      return (await lookups.account(subject.id)).personId ?? derivedId<PersonId>('account text', subject.id);
    case 'opportunity':
      return (await lookups.opportunity(subject.id)).personId;
    case 'contact':
      return (await lookups.contact(subject.id)).personId;
    case 'lead':
      return (await lookups.lead(subject.id)).personId;
    case 'campaign':
      await lookups.campaign(subject.id);
      return derivedId<PersonId>('campaign text', subject.id);
    case 'partner':
      await lookups.partner(subject.id);
      return derivedId<PersonId>('partner text', subject.id);
  }
}
