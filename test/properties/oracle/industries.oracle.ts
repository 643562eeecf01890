import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { settled } from './cut.js';

/** The industry that each account was in then; of one that was not there yet, as it was first. */
export function industriesAt(events: readonly RecordedEvent[], at: AsOf) {
  const accounts = settled(events, 'account', at);
  return (accountId: string | null): string | null => {
    let industry: string | null = null;
    for (const { type, data } of accounts.get(accountId ?? '') ?? []) {
      if (type === 'AccountCreated') industry = data.industry ?? null;
      if (type === 'AccountEdited' && data.to?.industry !== undefined) industry = data.to.industry;
    }
    return industry;
  };
}
