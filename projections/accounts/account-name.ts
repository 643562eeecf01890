import { readable } from '../../libs/kernel/personal.js';
import type { AccountRow } from './accounts.read-model.js';

/** ACC-03: what an account is called: its name, or a person's first and last name. Takes an opened row. */
export function accountName({ name, firstName, lastName }: AccountRow): string {
  if (name !== null) return readable(name);
  return [firstName, lastName].flatMap((part) => (part === null ? [] : [readable(part)])).join(' ');
}
