import { Query } from 'mingo';
import type { Filter } from '../../libs/read-store/filter.js';
import type { AsOf, Group, Sort, Version } from '../../libs/read-store/read-store.js';
import type { Thing } from './read-store.samples.js';

/** What MongoDB's own rules make of the filter. */
export const matching = (rows: readonly Thing[], filter: Filter): readonly Thing[] =>
  new Query(mongoFilter(filter), {}).find<Thing>([...rows]).all();

/** The rows in the order that leaves no ties. */
export function sorted(rows: readonly Thing[], sort: readonly Sort[]): readonly Thing[] {
  const order = [...sort, { field: '_id', descending: sort.at(-1)?.descending ?? false }];
  const keys = new Map<string, number>();
  for (const { field, descending } of order) if (!keys.has(field)) keys.set(field, descending ? -1 : 1);
  return new Query({}, {})
    .find<Thing>([...rows])
    .sort(Object.fromEntries(keys))
    .all();
}

/** The rows that held then and were known then: of each row the last version that fits. */
export function heldAt(versions: readonly Version[], { asOf, knownAt }: AsOf): readonly Thing[] {
  const held = new Map<string, Thing | null>();
  for (const { id, row, occurredAt, recordedAt } of versions) {
    if ((asOf === undefined || occurredAt <= asOf) && (knownAt === undefined || recordedAt <= knownAt))
      held.set(id, row as Thing | null);
  }
  return [...held.values()].flatMap((row) => (row === null ? [] : [row]));
}

/** Rows by kind, with their number and the sum of their amounts. */
export function byKind(rows: readonly Thing[]): readonly Group[] {
  const groups = new Map<string | null, { count: number; sum: number }>();
  for (const { kind, amount } of rows) {
    const { count, sum } = groups.get(kind) ?? { count: 0, sum: 0 };
    groups.set(kind, { count: count + 1, sum: sum + (amount ?? 0) });
  }
  return [...groups]
    .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([kind, { count, sum }]) => ({ keys: [kind], count, sums: [String(sum)] }));
}

function mongoFilter(filter: Filter): Record<string, unknown> {
  if ('and' in filter && Array.isArray(filter.and)) return { $and: (filter.and as readonly Filter[]).map(mongoFilter) };
  if ('or' in filter && Array.isArray(filter.or)) return { $or: (filter.or as readonly Filter[]).map(mongoFilter) };
  const fields = Object.entries(filter).map(([field, condition]) => {
    const operators = Object.entries(condition as object).map(
      ([operator, operand]) => [`$${operator}`, operand as unknown] as const,
    );
    return [field, Object.fromEntries(operators)] as const;
  });
  return Object.fromEntries(fields);
}
