import { searchable } from '../kernel/searchable.js';
import { fieldTexts, fieldTypeOf, fieldValue, type Fields } from './fields.js';
import { isAnd, isOr, type Condition, type Filter, type Scalar } from './filter.js';
import { isListType, type Row } from './read-model.js';
import { QueryRefused } from './read-store.js';
import { isSearched } from './search.js';

/** Whether the row matches the filter, which names declared fields only, as it would in a store. @throws QueryRefused */
export function matches(model: Fields, row: Row, filter: Filter | undefined): boolean {
  if (filter === undefined) return true;
  if (isAnd(filter)) return filter.and.every((part) => matches(model, row, part));
  if (isOr(filter)) return filter.or.some((part) => matches(model, row, part));
  return Object.entries(filter).every(([field, condition]) => {
    const type = fieldTypeOf(model, field);
    if (isListType(type)) return listHolds(fieldTexts(model, row, field, type), condition);
    const { contains, startsWith, ...compared } = condition;
    if ((contains ?? startsWith) !== undefined && !isSearched(model, field)) return refuse('contains or startsWith');
    const value = fieldValue(model, row, field, type);
    return textHolds(value, { contains, startsWith }) && valueHolds(value, compared);
  });
}

function listHolds(texts: readonly string[], { eq, ne, in: some, contains, ...others }: Condition): boolean {
  const [stray] = Object.keys(others);
  if (stray !== undefined || (eq ?? ne ?? null) !== null) return refuse(stray ?? 'eq');
  return (
    (eq === undefined || texts.length === 0) &&
    (ne === undefined || texts.length > 0) &&
    (some === undefined || texts.some((text) => some.includes(text))) &&
    (contains === undefined || texts.includes(contains))
  );
}

function textHolds(
  value: Scalar | null,
  { contains, startsWith }: { readonly [K in 'contains' | 'startsWith']: string | undefined },
): boolean {
  if (contains === undefined && startsWith === undefined) return true;
  if (typeof value !== 'string') return false;
  const folded = searchable(value);
  return folded.includes(searchable(contains ?? '')) && folded.startsWith(searchable(startsWith ?? ''));
}

function valueHolds(value: Scalar | null, { eq, ne, in: some, gt, gte, lt, lte }: Condition): boolean {
  if (eq !== undefined && eq !== value) return false;
  if (ne !== undefined && ne === value) return false;
  if (some !== undefined && (value === null || !some.includes(value))) return false;
  return (
    (gt === undefined || order(value, gt) > 0) &&
    (gte === undefined || order(value, gte) >= 0) &&
    (lt === undefined || order(value, lt) < 0) &&
    (lte === undefined || order(value, lte) <= 0)
  );
}

/** NaN where there is nothing to compare, which no condition takes. Text in the order of its bytes, as stores have it. */
function order(value: Scalar | null, other: Scalar): number {
  if (value === null) return Number.NaN;
  if (typeof value === 'string' && typeof other === 'string')
    return Buffer.compare(Buffer.from(value), Buffer.from(other));
  return Number(value) - Number(other);
}

function refuse(operator: string): never {
  throw new QueryRefused('bad-filter', `The operator "${operator}" does not fit its field.`);
}
