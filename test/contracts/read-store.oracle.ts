import { Query } from 'mingo';
import { referenceKey } from '../../libs/kernel/references.js';
import { searchable, searchWords } from '../../libs/kernel/searchable.js';
import { isAnd, isOr, type Filter } from '../../libs/read-store/filter.js';
import type { AsOf, Group, Sort, Version } from '../../libs/read-store/read-store.js';
import type { Thing } from './read-store.samples.js';

/** What MongoDB's own rules make of the filter, and of a search over name and title. */
export function matching(rows: readonly Thing[], filter: Filter, search?: string): readonly Thing[] {
  const words = searchWords(search ?? '').map((word) => ({ words: { $regex: `^${word}` } }));
  const query = new Query({ $and: [mongoFilter(filter), ...words] }, {});
  return rows.filter((row) => query.test(document(row)));
}

/** The row as a server would keep it: with what searches compare beside it. */
const document = (row: Thing): Record<string, unknown> => ({
  ...row,
  references: row.references?.map(referenceKey),
  words: searchWords(`${row.name ?? ''} ${row.title ?? ''}`),
  folded: { name: folded(row.name), 'custom-note': folded(row.custom?.['note']) },
});

const folded = (text: unknown): string | null => (typeof text === 'string' ? searchable(text) : null);

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

const lists = ['tags', 'references', 'custom.picks'];

function mongoFilter(filter: Filter): Record<string, unknown> {
  if (isAnd(filter)) return { $and: filter.and.map(mongoFilter) };
  if (isOr(filter)) return { $or: filter.or.map(mongoFilter) };
  const conditions = Object.entries(filter).flatMap(([field, condition]) =>
    Object.entries(condition).map(([operator, operand]: [string, unknown]) =>
      lists.includes(field) ? ofList(field, operator, operand) : ofScalar(field, operator, operand),
    ),
  );
  return { $and: conditions };
}

function ofScalar(field: string, operator: string, operand: unknown): object {
  if (operator !== 'contains' && operator !== 'startsWith') return { [field]: { [`$${operator}`]: operand } };
  const part = searchable(String(operand)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const $regex = operator === 'contains' ? part : `^${part}`;
  return { [`folded.${field.replace('.', '-')}`]: { $regex } };
}

function ofList(field: string, operator: string, operand: unknown): object {
  if (operator === 'contains') return { [field]: { $eq: operand } };
  if (operator === 'in') return { [field]: { $in: operand } };
  return { [operator === 'eq' ? '$or' : '$nor']: [{ [field]: null }, { [field]: { $size: 0 } }] };
}
