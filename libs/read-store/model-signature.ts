import { canonicalJson, sameJson } from '../kernel/json.js';
import type { ReadModel } from './read-model.js';
import type { ModelState } from './read-store-maintenance.js';

type Declared = Omit<ReadModel, 'name' | 'row' | 'on' | 'inForce'>;
/** `format` counts up when a store keeps rows in another way, so that what older code has made is filled again. */
type Signature = Declared & { readonly format: number };

/** What a store keeps beside a model's rows, to tell by which code they were made. */
export function signatureOf(
  format: number,
  { name: _name, row: _row, on: _on, inForce: _inForce, ...declared }: ReadModel,
): string {
  const signature: Signature = { format, ...declared };
  return canonicalJson(signature);
}

/** What rows of this signature are to this code. */
export function stateFrom(format: number, signature: string | undefined, model: ReadModel): ModelState {
  if (signature === undefined) return 'nothing';
  if (signature === signatureOf(format, model)) return 'current';
  const older = JSON.parse(signature) as Signature;
  const isAlike =
    older.format === format &&
    older.keepsHistory === model.keepsHistory &&
    older.sequenced === model.sequenced &&
    (older.custom || !model.custom) &&
    (sameJson(older.search, model.search) || model.search.length === 0);
  const hasFields = Object.entries(model.fields).every(([field, type]) => older.fields[field] === type);
  return isAlike && hasFields ? 'older' : 'nothing';
}

/** The signature of rows that are not kept up any more, so that no code takes them for current again. */
export const frozen = (signature: string): string =>
  canonicalJson({ ...(JSON.parse(signature) as Signature), frozen: true });
