import type { Created } from '../../kernel/creation.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import type { DataOf } from '../../kernel/events.js';
import { pricingRefusals } from '../../kernel/pricing.js';
import { personRefusals } from '../../kernel/profile.js';
import type { LeadCreated, LeadDisqualified, LeadQualified } from './lead.events.js';

export const leadRefusals = refusals({
  ...pricingRefusals,
  ...personRefusals,
  'lead-exists': 'conflict',
  'lead-not-found': 'not-found',
  'lead-name-required': 'invalid',
  'lead-disqualified': 'conflict',
  'lead-qualified': 'conflict',
  'lead-archived': 'conflict',
  'qualification-needs-names': 'invalid',
  'qualification-needs-an-account': 'invalid',
  'personal-account-has-no-name': 'invalid',
  'qualification-of-two-accounts': 'invalid',
  'stage-not-open': 'invalid',
});
export const reject = rejecting(leadRefusals);

export type Disqualification = Pick<DataOf<typeof LeadDisqualified>, 'reasonCode' | 'comment'>;
export type Lead = Created<typeof LeadCreated> & {
  readonly archived: boolean;
  readonly disqualified?: Disqualification;
  readonly qualified?: DataOf<typeof LeadQualified>;
};
export type LeadState = Lead | null;
