import type { Document } from 'mongodb';
import type { SortValue } from '../cursor.js';
import { withCustomFields } from '../custom-fields.js';
import { scalarTypeOf, summedTypeOf } from '../fields.js';
import { comparedValues } from '../order.js';
import type { ReadModel } from '../read-model.js';
import type { Group, GroupQuery } from '../read-store.js';
import type { Source } from './as-of.js';
import { allOf, pathOf, sortValueOf } from './filter.mongo.js';
import { matchesIn } from './matching.js';
import type { Reads } from './reads.js';

interface Added {
  readonly keys: readonly SortValue[];
  readonly count: number;
  readonly sums: readonly bigint[];
}

/** Groups, counts and adds up, exactly however large: each source by itself, then together. @throws QueryRefused */
export async function groupRows(
  reads: Reads,
  declared: ReadModel,
  query: GroupQuery,
  sources: readonly Source[],
): Promise<readonly Group[]> {
  const model = withCustomFields(declared, query.customFields);
  const keys = query.groupBy.map((field) => ({ field, type: scalarTypeOf(model, field) }));
  const summed = query.sums.map((field) => ({ field, type: summedTypeOf(model, field) }));
  const groups = new Map<string, Added>();
  for (const { collection, key, holds } of sources) {
    const found = collection.aggregate(
      [
        { $match: allOf([matchesIn(model, query, key), holds]) },
        {
          $group: {
            _id: keys.map((named) => ({ $ifNull: [`$${pathOf(named, key)}`, null] })),
            count: { $sum: 1 },
            // Decimals hold 34 digits, where the sum of 64 bits becomes a double.
            ...Object.fromEntries(
              summed.map((named, index) => [sumName(index), { $sum: { $toDecimal: `$${pathOf(named, key)}` } }]),
            ),
          },
        },
      ],
      { ...reads, allowDiskUse: true },
    );
    for await (const each of found) {
      const added = addedIn(each, summed.length);
      const name = JSON.stringify(added.keys);
      groups.set(name, together(groups.get(name), added));
    }
  }
  return [...groups.values()]
    .sort((a, b) => comparedKeys(a.keys, b.keys))
    .map(({ keys: values, count, sums }) => ({ keys: values, count, sums: sums.map(String) }));
}

const sumName = (index: number): string => `sum${String(index)}`;

const addedIn = (found: Document, sums: number): Added => ({
  keys: (found['_id'] as readonly unknown[]).map(sortValueOf),
  count: Number(found['count']),
  sums: Array.from({ length: sums }, (_, index) => BigInt(String(found[sumName(index)]))),
});

function together(before: Added | undefined, added: Added): Added {
  if (before === undefined) return added;
  return {
    keys: before.keys,
    count: before.count + added.count,
    sums: before.sums.map((sum, index) => sum + (added.sums[index] ?? 0n)),
  };
}

function comparedKeys(a: readonly SortValue[], b: readonly SortValue[]): number {
  for (const [index, value] of a.entries()) {
    const sign = comparedValues(value, b[index] ?? null);
    if (sign !== 0) return sign;
  }
  return 0;
}
