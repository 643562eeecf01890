import type { ClientSession, Document } from 'mongodb';
import { cursorText, cursorValues, listMark, orderOf, type SortValue } from '../cursor.js';
import { withCustomFields } from '../custom-fields.js';
import { fieldTypeOf } from '../fields.js';
import { rangesAfter } from '../keyset.js';
import { compared } from '../order.js';
import type { ReadModel, Row } from '../read-model.js';
import type { ListPage, ListQuery } from '../read-store.js';
import type { Source } from './as-of.js';
import { allOf, keysetMongo, pathOf, sortValueIn, type KeyPath } from './filter.mongo.js';
import { matchesIn } from './matching.js';
import { parsed, type Reads } from './reads.js';

interface Found {
  readonly row: string;
  readonly values: readonly SortValue[];
}

/** One page of a list, with one row looked ahead. @throws QueryRefused */
export async function listRows<R extends Row>(
  { session, maxTimeMS }: Reads,
  declared: ReadModel<R>,
  query: ListQuery,
  sources: readonly Source[],
): Promise<ListPage<R>> {
  const model = withCustomFields(declared, query.customFields);
  const order = orderOf(model, query.sort);
  const mark = listMark(model, order, query);
  const after = query.cursor === undefined ? undefined : cursorValues(model, order, mark, query.cursor);
  const paths = (key: KeyPath) => order.map(({ field }) => pathOf({ field, type: fieldTypeOf(model, field) }, key));

  const rowsIn = async (
    { collection, key, holds }: Source,
    range: Document,
    limit: number,
  ): Promise<readonly Found[]> => {
    const places = paths(key);
    const found = await collection
      .find(allOf([matchesIn(model, query, key), range, holds]), { session, maxTimeMS })
      .project<Document & { row: string }>({ ...Object.fromEntries(places.map((place) => [place, 1])), row: 1 })
      .sort(places.map((place, index) => [place, order[index]?.descending === true ? -1 : 1] as const))
      .limit(limit)
      .toArray();
    return found.map((each) => ({ row: each.row, values: places.map((place) => sortValueIn(each, place)) }));
  };

  const rangesOf = (key: KeyPath) => (after === undefined ? [{}] : rangesAfter(order, after, keysetMongo(model, key)));
  const found: Found[] = [];
  for (const index of rangesOf('_id').keys()) {
    const limit = query.limit + 1 - found.length;
    if (limit <= 0) break;
    const all: Found[] = [];
    // One after another: a transaction takes one request at a time.
    for (const source of sources) all.push(...(await rowsIn(source, rangesOf(source.key)[index] ?? {}, limit)));
    if (sources.length > 1) all.sort((a, b) => compared(order, a.values, b.values));
    found.push(...all.slice(0, limit));
  }
  const last = found.length > query.limit ? found[query.limit - 1] : undefined;
  const { countUpTo } = query;
  return {
    items: found.slice(0, query.limit).map(({ row }) => parsed<R>(row)),
    next: last === undefined ? null : cursorText(mark, last.values),
    ...(countUpTo !== undefined && { count: await countOf({ session, maxTimeMS }, sources, model, query, countUpTo) }),
  };
}

/** Counts no further than asked: a count of everything would cost as much as the list is long. */
async function countOf(
  { session, maxTimeMS }: Reads,
  sources: readonly Source[],
  model: ReadModel,
  query: ListQuery,
  upTo: number,
): Promise<{ value: number; exact: boolean }> {
  let counted = 0;
  for (const { collection, key, holds } of sources) {
    if (counted > upTo) break;
    const limit = upTo + 1 - counted;
    counted += await counting(collection, allOf([matchesIn(model, query, key), holds]), { session, maxTimeMS, limit });
  }
  return { value: Math.min(counted, upTo), exact: counted <= upTo };
}

const counting = (
  collection: Source['collection'],
  matched: Document,
  options: { session: ClientSession | undefined; maxTimeMS: number; limit: number },
): Promise<number> => collection.countDocuments(matched, options);
