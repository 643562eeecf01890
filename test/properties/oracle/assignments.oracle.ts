import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { cut, streamsOf } from './cut.js';

interface Assigned {
  readonly managerId: string | null;
  readonly office: string | null;
}

/**
 * Decision 15: under whom and where a user worked on a date, as far as it was known, whenever it was entered. The first assignment holds
 * from the beginning unless it has a date of its own (DESIGN.md, "Settings"); later ones from theirs, each field by itself. Said later wins
 * among those of one date.
 */
export function assignmentsAt(events: readonly RecordedEvent[], { knownAt }: AsOf) {
  const users = streamsOf(cut(events, { knownAt }), 'user');
  return (userId: string | null, date: string): Assigned => {
    const found: { managerId: string | null; office: string | null } = { managerId: null, office: null };
    const since = { managerId: '', office: '' };
    for (const event of users.get(userId ?? '') ?? []) {
      if (event.type !== 'UserRegistered' && event.type !== 'UserReassigned') continue;
      const isFirst = event.type === 'UserRegistered';
      const from: string = event.data.validFrom ?? (isFirst ? '' : event.metadata.occurredAt.slice(0, 10));
      const fields = isFirst ? undefined : event.data.fields;
      const { managerId = null, office = null } = isFirst ? event.data : event.data.to;
      if (from <= date && from >= since.managerId && fields?.includes('managerId') !== false)
        [found.managerId, since.managerId] = [managerId, from];
      if (from <= date && from >= since.office && fields?.includes('office') !== false)
        [found.office, since.office] = [office, from];
    }
    return found;
  };
}
