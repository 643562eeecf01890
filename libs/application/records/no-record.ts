import type { AsOf } from '../../read-store/read-store.js';
import { refuseQuery } from './query-refusals.js';

/** @throws DomainError `record-not-found` */
export function noRecord(id: string, { asOf, knownAt }: AsOf = {}): never {
  const then = asOf === undefined && knownAt === undefined ? '' : ' as of then';
  return refuseQuery('record-not-found', `There is no record ${id} here${then}.`);
}
