import Type, { type TSchema, type Static } from 'typebox';

/** A row's key. */
export const key = Type.String();

/** A field that rows always have, null where there is nothing. */
export const Nullable = <S extends TSchema>(schema: S) =>
  Type.Unsafe<Static<S> | null>(Type.Union([schema, Type.Null()]));
