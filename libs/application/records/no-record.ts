import { DomainError } from '../../kernel/domain-error.js';
import type { AsOf } from '../../read-store/read-store.js';

/** @throws DomainError `record-not-found` */
export function noRecord(id: string, { asOf, knownAt }: AsOf = {}): never {
  const then = asOf === undefined && knownAt === undefined ? '' : ' as of then';
  throw new DomainError('record-not-found', `There is no record ${id} here${then}.`);
}
