import Type, { type Static, type TObject, type TProperties, type TSchema } from 'typebox';
import { sameJson } from './json.js';

/** New values by field, only of the fields that change; null clears a field that may be absent. */
export type Changes<T> = { readonly [K in keyof T]?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] };

/** The schema of a field that may be absent, within what an event says about a change: null where it was or becomes absent. */
export const Clearable = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]));

/** The schema of `Changes` over the fields of an event. */
export function ChangesIn<P extends TProperties>(fields: P) {
  const changes = Object.entries(fields).map(
    ([name, field]) => [name, Type.IsOptional(field) ? Clearable(field) : Type.Optional(field)] as const,
  );
  return Type.Unsafe<Changes<Static<TObject<P>>>>(Type.Object(Object.fromEntries(changes)));
}

/** What an edit really changes, before and after: only the fields whose value differs. Undefined when none does. */
export function changed<T extends object>(
  current: T,
  edit: Changes<T>,
): { readonly from: Changes<T>; readonly to: Changes<T> } | undefined {
  const before = new Map(Object.entries(current));
  const to = Object.entries(edit).filter(
    ([field, value]) => value !== undefined && !sameJson(value, before.get(field) ?? null),
  );
  if (to.length === 0) return undefined;
  const from = to.map(([field]) => [field, before.get(field) ?? null] as const);
  // Safe: the fields are those of the edit, the values those of the same fields.
  return { from: Object.fromEntries(from) as Changes<T>, to: Object.fromEntries(to) as Changes<T> };
}

/** What differs between two whole values, as `changed` says it. */
export function changesBetween<T extends object>(before: T, after: T): ReturnType<typeof changed<T>> {
  const absent = Object.keys(before).map((field) => [field, null] as const);
  const present = Object.entries(after).filter(([, value]) => value !== undefined);
  // Safe: a null stays only where the field is absent after the change.
  return changed(before, Object.fromEntries([...absent, ...present]) as Changes<T>);
}

/** The value after the changes; a cleared field is absent, one that is undefined in the changes stays. */
export function withChanges<T extends object>(current: T, to: Changes<T>): T {
  const after = { ...current } as Record<string, unknown>;
  for (const [field, value] of Object.entries(to)) if (value !== undefined) after[field] = value;
  const cleared = Object.entries(to).flatMap(([field, value]) => (value === null ? [field] : []));
  // Safe: only fields that may be absent can be null.
  return (cleared.length === 0 ? after : without(after, new Set(cleared))) as T;
}

/** The named fields of the value, without those it does not have. */
export function pick<T extends object, K extends keyof T>(value: T, fields: readonly K[]): Pick<T, K> {
  const picked: Partial<Pick<T, K>> = {};
  for (const field of fields) if (value[field] !== undefined) picked[field] = value[field];
  // Safe: what is left out is undefined.
  return picked as Pick<T, K>;
}

function without(value: Readonly<Record<string, unknown>>, fields: ReadonlySet<string>): Record<string, unknown> {
  const left: Record<string, unknown> = {};
  for (const field of Object.keys(value)) if (!fields.has(field)) left[field] = value[field];
  return left;
}
