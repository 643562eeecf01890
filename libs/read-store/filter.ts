/**
 * The closed filter grammar of lists, as JSON:
 *
 * | operator | example |
 * |---|---|
 * | `eq` | `{"status": {"eq": "open"}}`; `{"accountId": {"eq": null}}` matches rows without one, of a list those that have none |
 * | `ne` | `{"status": {"ne": "lost"}}` matches rows without one too; `{"references": {"ne": null}}` those that have some |
 * | `gt`, `gte`, `lt`, `lte` | `{"expectedCloseOn": {"gte": "2017-01-01", "lt": "2017-04-01"}}` |
 * | `in` | `{"stageId": {"in": ["…", "…"]}}`; of a list one of them: `{"tags": {"in": ["fair", "press"]}}` |
 * | `contains` | `{"name": {"contains": "muller"}}` matches "Obermüller KG"; of a list, to have this element: `{"references": {"contains": "erp:customer:10042"}}` |
 * | `startsWith` | `{"name": {"startsWith": "mul"}}` matches "Müller & Söhne" |
 * | `and`, `or` | `{"or": [{"status": {"eq": "won"}}, {"amountMinor": {"gte": 100000}}]}` |
 *
 * Several fields, or several operators on one field, must all hold. `contains` and `startsWith` compare text as searches do, whatever
 * its case and accents (`searchable`), in the fields that the model searches and in custom ones; the others compare exactly. Lists
 * know `contains`, `in`, and `eq` and `ne` with null. A reference is asked for by its key. A custom field is called `custom.<id>`.
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
  readonly contains?: string;
  readonly startsWith?: string;
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
