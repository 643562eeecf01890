import { isErased } from '../../libs/kernel/personal.js';
import type { AccountRow } from './accounts.read-model.js';

/** ACC-03: what an account is called: its name, or a person's first and last name. Takes an opened row. */
export function accountName({ name, firstName, lastName }: AccountRow): string {
  const parts = [name ?? [firstName, lastName]].flat().filter((part) => part !== null);
  return parts.some(isErased) ? '(erased)' : parts.join(' ');
}
