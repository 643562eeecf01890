import type { Row } from '../../read-store/read-model.js';

/** A row as the API shows it: its key is `id`. */
export type Resource = { readonly id: string; readonly [field: string]: unknown };

export function toResource({ _id, ...fields }: Row): Resource {
  return { id: _id, ...fields };
}
