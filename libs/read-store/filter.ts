/**
 * The closed filter grammar of lists, as JSON:
 *
 * | operator | example |
 * |---|---|
 * | `eq`, `ne` | `{"status": {"eq": "open"}}`; `{"accountId": {"eq": null}}` matches rows without one |
 * | `gt`, `gte`, `lt`, `lte` | `{"expectedCloseOn": {"gte": "2017-01-01", "lt": "2017-04-01"}}` |
 * | `in` | `{"stageId": {"in": ["…", "…"]}}` |
 * | `and`, `or` | `{"or": [{"status": {"eq": "won"}}, {"amountMinor": {"gte": 100000}}]}` |
 *
 * Several fields, or several operators on one field, must all hold.
 */
export type Filter = { readonly and: readonly Filter[] } | { readonly or: readonly Filter[] } | FieldFilter;
export type FieldFilter = { readonly [field: string]: Condition };

export type Scalar = string | number | boolean;
export interface Condition {
  readonly eq?: Scalar | null;
  readonly ne?: Scalar | null;
  readonly gt?: Scalar;
  readonly gte?: Scalar;
  readonly lt?: Scalar;
  readonly lte?: Scalar;
  readonly in?: readonly Scalar[];
}

export const isAnd = (filter: Filter): filter is { readonly and: readonly Filter[] } =>
  'and' in filter && Array.isArray(filter.and);
export const isOr = (filter: Filter): filter is { readonly or: readonly Filter[] } =>
  'or' in filter && Array.isArray(filter.or);

/** All fields that the filter names. */
export function fieldsIn(filter: Filter | undefined): readonly string[] {
  if (filter === undefined) return [];
  if (isAnd(filter)) return filter.and.flatMap(fieldsIn);
  if (isOr(filter)) return filter.or.flatMap(fieldsIn);
  return Object.keys(filter);
}
