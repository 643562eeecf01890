import Type, { type TObject, type TSchema } from 'typebox';
import { Instant } from '../../kernel/dates.js';
import { Nullable } from '../../../projections/row-schemas.js';

/** The instants that an answer is of: asked for both, it is given again. */
export const instants = {
  asOf: Type.Unsafe<Instant>({ ...Instant, description: 'What held then is shown.' }),
  knownAt: Type.Unsafe<Instant>({ ...Instant, description: 'What was recorded by then is shown.' }),
};

/** Of one record they are there where the question names one. */
export const instantsOfPast = { asOf: Type.Optional(instants.asOf), knownAt: Type.Optional(instants.knownAt) };

/** A page of a list. */
export const pageOf = (item: TSchema, { keepsHistory = true } = {}): TObject =>
  Type.Object({
    ...(keepsHistory ? instants : {}),
    items: Type.Array(item),
    next: Nullable(Type.String({ description: 'The cursor of the next page; null: this is the last.' })),
    count: Type.Object(
      { value: Type.Integer({ minimum: 0 }), exact: Type.Boolean() },
      { description: 'How many match, counted up to `countUpTo`; `exact` is false where there are more.' },
    ),
  });
