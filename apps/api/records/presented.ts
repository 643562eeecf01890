import type { Row } from '../../../libs/read-store/read-model.js';

/** A row as the API shows it: its key is `id`. */
export type Presented = { readonly id: string; readonly [field: string]: unknown };

export function presented({ _id, ...fields }: Row): Presented {
  return { id: _id, ...fields };
}
