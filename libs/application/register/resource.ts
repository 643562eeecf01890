import Type, { type TObject } from 'typebox';
import type { Moment, ReadModel, Row } from '../../read-store/read-model.js';

/** A row as the API shows it: its key is `id`. */
export type Resource = { readonly id: string; readonly [field: string]: unknown };

export function toResource({ _id, ...fields }: Row): Resource {
  return { id: _id, ...fields };
}

/** The schema of what `toResource` makes of the model's rows. */
export function resourceSchema({ row: { properties } }: Pick<ReadModel, 'row'>): TObject {
  const { _id, ...fields } = properties;
  return Type.Object({ id: Type.String(), ...fields });
}

/** A record in hand as it shows at the time. */
export const shownAt = <R extends Row>(model: ReadModel<R>, row: R, at: Moment): R =>
  model.inForce?.(row, row, at) ?? row;
