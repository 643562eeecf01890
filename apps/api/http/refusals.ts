import { executorRefusals } from '../../../libs/commands/outcome.js';
import { byReferenceRefusals } from '../../../libs/application/references/put-by-reference.js';
import { lookupsRefusals } from '../../../libs/application/lookups/origin.js';
import { reportRefusals } from '../../../libs/application/reports/report-refusals.js';
import { processRefusals } from '../../../libs/application/processes/processes.js';
import { queryRefusals } from '../../../libs/application/records/query-refusals.js';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { linesRefusals } from '../../../libs/application/sales/new-lines.js';
import { allRefusals, type RefusalKind } from '../../../libs/kernel/domain-error.js';
import { parkedRefusals } from '../../../libs/projection/parked.js';
import { queryFaults } from '../../../libs/read-store/read-store.js';
import { requestRefusals } from './request-refusals.js';

const kinds = allRefusals(
  ...Object.values(aggregates).map(({ registration }) => registration.refusals),
  executorRefusals,
  linesRefusals,
  lookupsRefusals,
  byReferenceRefusals,
  parkedRefusals,
  processRefusals,
  queryRefusals,
  reportRefusals,
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

/** The HTTP status of a refusal; undefined for a code that no map lists. */
export function statusOf(code: string): number | undefined {
  const kind = kinds.get(code);
  return kind && statuses[kind];
}

let byStatus: ReadonlyMap<number, readonly string[]> | undefined;

/** Every code that a problem can have, by its status. */
export function codesByStatus(): ReadonlyMap<number, readonly string[]> {
  byStatus ??= grouped([
    ...[...kinds].map(([code, kind]) => [code, statuses[kind]] as const),
    ...Object.entries(requestRefusals),
    ...queryFaults.map((code) => [code, 400] as const),
  ]);
  return byStatus;
}

function grouped(codes: readonly (readonly [code: string, status: number])[]): ReadonlyMap<number, readonly string[]> {
  const all = new Map<number, Set<string>>();
  for (const [code, status] of codes) all.set(status, (all.get(status) ?? new Set()).add(code));
  return new Map([...all].map(([status, each]) => [status, [...each].sort()]));
}
