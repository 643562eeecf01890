import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { settled } from './cut.js';

interface Assigned {
  readonly managerId: string | null;
  readonly office: string | null;
}

/**
 * Decision 15: under whom and where a user worked on a date, as far as it was known. The first assignment holds from the beginning
 * unless it has a date of its own (DESIGN.md, "Settings"); later ones from theirs. Said later wins among those of one date.
 */
export function assignmentsAt(events: readonly RecordedEvent[], at: AsOf) {
  const users = settled(events, 'user', at);
  return (userId: string | null, date: string): Assigned => {
    let found: Assigned = { managerId: null, office: null };
    let since = '';
    for (const event of users.get(userId ?? '') ?? []) {
      if (event.type !== 'UserRegistered' && event.type !== 'UserReassigned') continue;
      const otherwise = event.type === 'UserRegistered' ? '' : event.metadata.occurredAt.slice(0, 10);
      const from: string = event.data.validFrom ?? otherwise;
      if (from > date || from < since) continue;
      const { managerId = null, office = null } = event.type === 'UserRegistered' ? event.data : event.data.to;
      [found, since] = [{ managerId, office }, from];
    }
    return found;
  };
}
