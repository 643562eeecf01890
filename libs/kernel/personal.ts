import { isPlainObject } from './json.js';
import Type, { type Static, type TSchema, type TUnsafe } from 'typebox';

/** What a reader sees where the person was erased. */
export type Erased = { readonly erased: true };

/**
 * Personal data of the person named by `personId` in the same event's data. In the log it is sealed with that person's key
 * whenever the event carries a `personId`; without one (a company's name) it stays readable.
 */
export type Personal<T> = T | Erased;

/** The schema of a personal field as readers see it: the value, or `{erased: true}`. */
export const Personal = <S extends TSchema>(schema: S) => orErased(schema, personalMark);

/**
 * Text that says something about the person who buys, at any depth of an event's data: sealed with that person's key whenever the
 * event carries a `buyerId`. Most buyers are companies; then it stays readable, and can be searched and sorted.
 */
export const OfBuyer = <S extends TSchema>(schema: S): OfBuyer<S> =>
  // Safe: the mark is what `orErased` puts into the schema.
  orErased(schema, buyerMark) as OfBuyer<S>;
export type OfBuyer<S extends TSchema> = TUnsafe<Personal<Static<S>>> & { readonly [buyerMark]: true };

/** Marks personal fields in event schemas. */
export const personalMark = 'x-personal';
export const buyerMark = 'x-of-buyer';

const orErased = <S extends TSchema>(schema: S, mark: string) =>
  Type.Unsafe<Personal<Static<S>>>(Type.Union([schema, Type.Object({ erased: Type.Literal(true) })], { [mark]: true }));

/** The names of an event's personal fields; they stand at the top of its data. */
export const personalFieldsOf = (schema: { readonly properties: Record<string, object> }): readonly string[] =>
  Object.entries(schema.properties).flatMap(([name, field]) => (personalMark in field ? [name] : []));

/** Where an event's data has something personal, and which of its fields names the person. */
export interface PersonalPlace {
  readonly subject: 'personId' | 'buyerId';
  /** Names of fields; `*` is each element of a list. */
  readonly path: readonly string[];
}

/** Personal fields stand at the top of the data; what is of the buyer may stand at any depth. */
export const personalPlacesOf = (schema: { readonly properties: Record<string, object> }): readonly PersonalPlace[] => [
  ...personalFieldsOf(schema).map((name): PersonalPlace => ({ subject: 'personId', path: [name] })),
  ...marked(schema).map((path): PersonalPlace => ({ subject: 'buyerId', path })),
];

function marked(schema: object): readonly (readonly string[])[] {
  if (buyerMark in schema) return [[]];
  const below = (name: string, inner: object) => marked(inner).map((path) => [name, ...path]);
  const { properties = {}, items, anyOf = [] } = schema as Composed;
  return [
    ...Object.entries(properties).flatMap(([name, field]) => below(name, field)),
    ...(items ? below('*', items) : []),
    ...anyOf.flatMap(marked),
  ];
}
interface Composed {
  readonly properties?: Readonly<Record<string, object>>;
  readonly items?: object;
  readonly anyOf?: readonly object[];
}

/** What the data has at the place: of a list, all of it. */
export function valuesAt(data: unknown, [name, ...rest]: PersonalPlace['path']): readonly unknown[] {
  if (data === undefined || isErased(data)) return [];
  if (name === undefined) return [data];
  if (name === '*') return Array.isArray(data) ? data.flatMap((one) => valuesAt(one, rest)) : [];
  return isPlainObject(data) ? valuesAt(data[name], rest) : [];
}

/** The schema of a personal field's own value; optional where the field is. */
export function openSchemaOf(field: TSchema): TSchema {
  const [open] = (field as TSchema & { readonly anyOf: readonly [TSchema] }).anyOf;
  return Type.IsOptional(field) ? Type.Optional(open) : open;
}

export const isErased = (value: unknown): value is Erased =>
  typeof value === 'object' && value !== null && 'erased' in value && value.erased === true;

/** Whether it is readable, and nothing to read. */
export const isBlank = (value: Personal<string>): boolean => !isErased(value) && value.trim() === '';

/** Whether none of the fields reads as erased. */
export const allReadable = <T extends object>(
  fields: T,
): fields is T & { readonly [K in keyof T]: Exclude<T[K], Erased> } => !Object.values(fields).some(isErased);

/** The text for people to read: `(erased)` where the person was. */
export const readable = (value: Personal<string>): string => (isErased(value) ? '(erased)' : value);
