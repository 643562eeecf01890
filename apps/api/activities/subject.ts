import type { Subject } from '../../../libs/activities/subject.js';
import { brandedId, derivedId, type AccountId, type OpportunityId, type PersonId } from '../../../libs/kernel/ids.js';
import type { Lookups } from '../commands/facts.js';
import type { SubjectDto } from './activities.dto.js';

export const subjectFrom = ({ kind, id }: SubjectDto): Subject =>
  kind === 'account' ? { kind, id: brandedId<AccountId>(id) } : { kind, id: brandedId<OpportunityId>(id) };

/**
 * Whom free text about the record is about: the person that an account is, or the one an opportunity's text belongs to. Text about
 * a company has a subject of its own, so that it is sealed too. Refuses a record that does not exist.
 */
export async function personOf(subject: Subject, facts: Lookups): Promise<PersonId> {
  switch (subject.kind) {
    case 'account':
      return (await facts.account(subject.id)).personId ?? derivedId<PersonId>('account text', subject.id);
    case 'opportunity':
      return (await facts.opportunity(subject.id)).personId;
  }
}
