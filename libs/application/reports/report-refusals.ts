import { refusals, rejecting } from '../../kernel/domain-error.js';

/** Why a question to a report is refused. */
export const reportRefusals = refusals({
  'from-after-to': 'malformed',
  'too-many-periods': 'malformed',
  'currency-required': 'malformed',
  'currency-without-amount': 'malformed',
});
export const refuseReport = rejecting(reportRefusals);
