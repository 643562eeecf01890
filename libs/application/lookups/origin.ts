import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { CampaignId, PartnerId } from '../../kernel/ids.js';

export const lookupsRefusals = refusals({
  'unknown-reference': 'invalid',
  'campaign-archived': 'conflict',
  'partner-archived': 'conflict',
});
const reject = rejecting(lookupsRefusals);

/** Where business comes from, and through whom. */
export interface Origin {
  readonly campaignId?: CampaignId | null | undefined;
  readonly partnerId?: PartnerId | null | undefined;
}

export function refuseArchived(
  kind: 'campaign' | 'partner',
  id: string,
  { name, archived }: { readonly name: string; readonly archived: boolean },
): void {
  if (!archived) return;
  reject(`${kind}-archived`, `The ${kind} "${name}" is archived. Unarchive it first.`, { kind, id });
}
