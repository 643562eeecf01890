import Type, { type Static, type TSchema } from 'typebox';

/** What a reader sees where the person was erased. */
export type Erased = { readonly erased: true };

/**
 * Personal data of the person named by `personId` in the same event's data. In the log it is sealed with that person's key
 * whenever the event carries a `personId`; without one (a company's name) it stays readable.
 */
export type Personal<T> = T | Erased;

/** The schema of a personal field as readers see it: the value, or `{erased: true}`. */
export const Personal = <S extends TSchema>(schema: S) =>
  Type.Unsafe<Personal<Static<S>>>(
    Type.Union([schema, Type.Object({ erased: Type.Literal(true) })], { [personalMark]: true }),
  );

/** Marks personal fields in event schemas. */
export const personalMark = 'x-personal';

/** The names of an event's personal fields; they stand at the top of its data. */
export const personalFieldsOf = (schema: { readonly properties: Record<string, object> }): readonly string[] =>
  Object.entries(schema.properties).flatMap(([name, field]) => (personalMark in field ? [name] : []));

/** The schema of a personal field's own value; optional where the field is. */
export function openSchemaOf(field: TSchema): TSchema {
  const [open] = (field as TSchema & { readonly anyOf: readonly [TSchema] }).anyOf;
  return Type.IsOptional(field) ? Type.Optional(open) : open;
}

export const isErased = (value: unknown): value is Erased =>
  typeof value === 'object' && value !== null && 'erased' in value && value.erased === true;

/** Whether none of the fields reads as erased. */
export const allReadable = <T extends object>(
  fields: T,
): fields is T & { readonly [K in keyof T]: Exclude<T[K], Erased> } => !Object.values(fields).some(isErased);

/** The text for people to read: `(erased)` where the person was. */
export const readable = (value: Personal<string>): string => (isErased(value) ? '(erased)' : value);
