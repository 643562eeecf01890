import Type, { type Static, type TObject, type TOptional, type TProperties, type TSchema, type TUnsafe } from 'typebox';
import { changed, ChangesIn, pick, withChanges, type Changes } from './changes.js';
import { refusals, rejecting } from './domain-error.js';
import { isErased, openSchemaOf, Personal, personalFieldsOf, type buyerMark, type Erased } from './personal.js';

/**
 * The fields that describe a record, each written once, as the event that creates it has them:
 *
 *     export const productProfile = profile({ code: Type.String(), description: Type.Optional(Type.String()) });
 *     export const ProductCreated = eventType('ProductCreated', { productId, ...productProfile.created });
 *     export const ProductEdited = eventType('ProductEdited', { productId, ...productProfile.edited });
 *     export interface CreateProduct extends NewProfile<typeof productProfile> { … }
 *     export interface EditProduct extends ProfileChanges<typeof productProfile> { … }
 *
 * and in the decider `of` (from the command to the event), `edit` and `after`; in the read model `row`, `newRow` and `editedRow`.
 * An edit says the changed fields only, null where absent: plain fields in `from` and `to`, personal ones as they became at the
 * top, where they can be sealed, and as they were in `before`.
 */
export interface Profile<P extends TProperties, E extends TProperties> {
  readonly created: P;
  readonly editable: E;
  readonly edited: EditedProperties<E>;
  /** The fields of a read model's row: null where there is nothing. */
  readonly row: RowProperties<P>;
  /** The profile's fields of the event or command, without those it does not have. */
  of<T extends object>(source: T): Pick<T, keyof P & keyof T>;
  /** What an event says about the edit; undefined when it changes nothing. @throws DomainError `person-erased` */
  edit(current: Values<E>, edit: Changes<Readable<Values<E>>>): Edited<E> | undefined;
  /** The state, or what it has of the profile, after the edit. */
  after<T extends Values<E>>(current: T, edited: Edited<E>): T;
  /** From the creating event. */
  newRow(created: Values<P>): Values<RowProperties<P>>;
  editedRow<R extends Values<RowProperties<E>>>(row: R, edited: Edited<E>): R;
}

type Values<P extends TProperties> = Static<TObject<P>>;
type Readable<T> = { readonly [K in keyof T]: Exclude<T[K], Erased> };
/** What is of the buyer is sealed where it stands, and is no personal field here. */
type PersonalKey<P extends TProperties> = {
  [K in keyof P]-?: P[K] extends { readonly [buyerMark]: true } ? never : Erased extends Static<P[K]> ? K : never;
}[keyof P];
type PlainKey<P extends TProperties> = Exclude<keyof P, PersonalKey<P>>;
/** Optional where the profile has fields of the other kind too, which an edit may change alone. */
type Beside<Other, S extends TSchema> = [Other] extends [never] ? S : TOptional<S>;
type Clear<P extends TProperties, K extends keyof P> = P[K] extends TOptional ? null : never;

type EditedProperties<P extends TProperties> = {
  [K in PersonalKey<P>]: TOptional<TUnsafe<Static<P[K]> | Clear<P, K>>>;
} & {
  [K in [PersonalKey<P>] extends [never] ? never : 'before']: Beside<
    PlainKey<P>,
    TUnsafe<Personal<Changes<Readable<Pick<Values<P>, PersonalKey<P> & keyof Values<P>>>>>>
  >;
} & {
  [K in [PlainKey<P>] extends [never] ? never : 'from' | 'to']: Beside<
    PersonalKey<P>,
    TUnsafe<Changes<Pick<Values<P>, PlainKey<P> & keyof Values<P>>>>
  >;
};
type Edited<P extends TProperties> = Values<EditedProperties<P>>;
type RowProperties<P extends TProperties> = { [K in keyof P]: TUnsafe<Static<P[K]> | Clear<P, K>> };

type AnyProfile = { readonly created: TProperties; readonly editable: TProperties };
/** The fields as events and states have them: personal ones may read as erased. */
export type ProfileOf<A extends AnyProfile> = Readonly<Values<A['created']>>;
/** What a command says about a new record; `D` names the fields that have a default. */
export type NewProfile<A extends AnyProfile, D extends PropertyKey = never> = Readable<
  Omit<Values<A['created']>, D> & Partial<Pick<Values<A['created']>, D & keyof Values<A['created']>>>
>;
/** What a command changes; null clears a field that may be absent, and fields that are left out stay. */
export type ProfileChanges<A extends AnyProfile> = Changes<Readable<Values<A['editable']>>>;

/** The fields that an edit may bring to nothing. */
export const clearableFields = ({ editable }: Pick<AnyProfile, 'editable'>): readonly string[] =>
  Object.entries(editable).flatMap(([name, field]) => (Type.IsOptional(field) ? [name] : []));

export const personRefusals = refusals({ 'person-erased': 'conflict' });
const reject = rejecting(personRefusals);

/** `fixed` names the fields that no edit changes: those that never change, and those that have a command of their own. */
export function profile<P extends TProperties, F extends keyof P & string = never>(
  created: P,
  { fixed = [] }: { readonly fixed?: readonly F[] } = {},
): Profile<P, Omit<P, F>> {
  const names = Object.keys(created);
  const editable = without(created, fixed);
  const personal = personalFieldsOf({ properties: editable });
  const plain = Object.keys(without(editable, personal));
  const madeBy = (edited: Fields): Fields => ({ ...pick(edited, personal), ...(edited['to'] as Fields | undefined) });
  const typeless: Typeless = {
    created,
    editable,
    edited: editedProperties(pick(editable, personal), pick(editable, plain)),
    row: Object.fromEntries(Object.entries(created).map(([name, field]) => [name, orNull(field)])),
    of: (source) => pick(source, names),
    edit(current, edit) {
      const described = changed(pick(current, personal), pick(edit, personal));
      if (described && personal.some((name) => isErased(current[name]))) {
        reject('person-erased', 'The person was erased, and what was said about them cannot be written again.');
      }
      const facts = changed(pick(current, plain), pick(edit, plain));
      return described || facts
        ? { ...described?.to, ...(described && { before: described.from }), ...facts }
        : undefined;
    },
    after: (current, edited) => withChanges(current, madeBy(edited)),
    newRow(data) {
      const row: Record<string, unknown> = {};
      for (const name of names) row[name] = data[name] ?? null;
      return row;
    },
    editedRow: (row, edited) => ({ ...row, ...madeBy(edited) }),
  };
  // Safe: every part has the fields of `created` and their values, which the types of Profile say one by one.
  return typeless as unknown as Profile<P, Omit<P, F>>;
}

type Fields = Readonly<Record<string, unknown>>;
interface Typeless {
  readonly created: TProperties;
  readonly editable: TProperties;
  readonly edited: TProperties;
  readonly row: TProperties;
  of(source: Fields): Fields;
  edit(current: Fields, edit: Fields): Fields | undefined;
  after(current: Fields, edited: Fields): Fields;
  newRow(created: Fields): Fields;
  editedRow(row: Fields, edited: Fields): Fields;
}

function editedProperties(personal: TProperties, plain: TProperties): TProperties {
  const [hasPersonal, hasPlain] = [personal, plain].map((fields) => Object.keys(fields).length > 0);
  const part = (schema: TSchema): TSchema => (hasPersonal && hasPlain ? Type.Optional(schema) : schema);
  const open = Object.entries(personal).map(([name, field]) => [name, openSchemaOf(field)] as const);
  const became = open.map(([name, field]) => [name, Type.Optional(Personal(orNull(field)))] as const);
  return {
    ...Object.fromEntries(became),
    ...(hasPersonal && { before: part(Personal(ChangesIn(Object.fromEntries(open)))) }),
    ...(hasPlain && { from: part(ChangesIn(plain)), to: part(ChangesIn(plain)) }),
  };
}

const orNull = (field: TSchema): TSchema => (Type.IsOptional(field) ? Type.Union([field, Type.Null()]) : field);

const without = (fields: TProperties, names: readonly string[]): TProperties =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
