import type { ExecutorRefusal } from '../../../libs/commands/outcome.js';
import { linesRefusals } from '../../../libs/application/sales/new-lines.js';
import { byReferenceRefusals } from '../../../libs/application/references/put-by-reference.js';
import { lookupsRefusals } from '../../../libs/application/lookups/lookups.js';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { allRefusals, refusals, type RefusalKind, type Refusals } from '../../../libs/kernel/domain-error.js';
import type { ParkedRefusal } from '../../../libs/projection/parked.js';

const executorRefusals: Refusals<ExecutorRefusal> = refusals({
  'idempotency-key-reused': 'invalid',
  'revision-stale': 'stale',
  'occurred-in-future': 'invalid',
  'occurred-before-last': 'invalid',
  'command-too-large': 'invalid',
  conflict: 'conflict',
});
const parkedRefusals: Refusals<ParkedRefusal> = refusals({
  'nothing-parked': 'not-found',
  'model-parked': 'conflict',
});
const queryRefusals = refusals({
  'record-not-found': 'not-found',
  'read-model-behind': 'unavailable',
  'position-unknown': 'malformed',
});

const kinds = allRefusals(
  ...Object.values(aggregates).map(({ registration }) => registration.refusals),
  executorRefusals,
  linesRefusals,
  lookupsRefusals,
  byReferenceRefusals,
  parkedRefusals,
  queryRefusals,
);

/** 409: the state forbids it; 422: the request contradicts the rules. */
const statuses: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  invalid: 422,
  unavailable: 503,
};

/** The HTTP status of a refusal; the code is text once it is thrown, so that an unlisted one counts as a conflict. */
export const statusOf = (code: string): number => statuses[kinds.get(code) ?? 'conflict'];
