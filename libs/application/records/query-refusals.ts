import { refusals, rejecting } from '../../kernel/domain-error.js';

/** Why a question about records, or to the feed, is refused. */
export const queryRefusals = refusals({
  'record-not-found': 'not-found',
  'read-model-behind': 'unavailable',
  'too-many-reads': 'unavailable',
  'position-unknown': 'malformed',
  'as-of-in-future': 'malformed',
  'known-at-in-future': 'malformed',
});
export const refuseQuery = rejecting(queryRefusals);
