import { ObjectId, type AnyBulkWriteOperation, type ClientSession, type Collection } from 'mongodb';
import type { ModelChanges } from '../read-store.js';
import { intervalsOf, type Since } from '../versions.js';
import type { Catalog } from './catalog.js';
import { storedFields, storedSince, type StoredFields, type StoredRow, type StoredVersion } from './stored-rows.js';

/** Stores what a page of events did to one model, within the caller's transaction: a few requests, however many rows. */
export async function writeChanges(catalog: Catalog, changes: ModelChanges, session: ClientSession): Promise<void> {
  const { model, rows } = changes;
  const collection = catalog.rows(model);
  const holding = model.keepsHistory ? await writeVersions(catalog, changes, session) : undefined;
  // Sequenced rows are only ever added.
  const known = model.sequenced ? new Set<string>() : await knownIds(collection, [...rows.keys()], session);
  const added: StoredRow[] = [];
  const others: AnyBulkWriteOperation<StoredRow>[] = [];
  for (const [_id, row] of rows) {
    if (row === null) {
      if (known.has(_id)) others.push({ deleteOne: { filter: { _id } } });
      continue;
    }
    const fields = holding === undefined ? storedFields(model, row) : holding.get(_id);
    if (fields === undefined)
      throw new TypeError(`${model.name}: row ${_id} keeps history but came without its version.`);
    if (known.has(_id)) others.push({ replaceOne: { filter: { _id }, replacement: fields } });
    else added.push({ _id, ...fields });
  }
  if (others.length > 0) await collection.bulkWrite(others, { session, ordered: false });
  if (added.length > 0) await collection.insertMany(added, { session, ordered: false });
}

async function knownIds(
  collection: Collection<StoredRow>,
  ids: readonly string[],
  session: ClientSession,
): Promise<ReadonlySet<string>> {
  const found = await collection
    .find({ _id: { $in: [...ids] } }, { session })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  return new Set(found.map(({ _id }) => _id));
}

/** Keeps the versions that ended, and returns those that hold now, which are the rows. */
async function writeVersions(catalog: Catalog, { model, versions }: ModelChanges, session: ClientSession) {
  const stored = await storedRows(catalog.rows(model), [...new Set(versions.map(({ id }) => id))], session);
  const { ended, holding } = intervalsOf(versions, (id) => sinceOf(stored.get(id)));
  const added: StoredVersion[] = [];
  for (const { id, row, since, until } of ended) {
    const before = stored.get(id);
    const fields = row === undefined ? before && asVersion(before) : storedFields(model, row);
    if (fields !== undefined)
      added.push({ _id: new ObjectId(), ...fields, id, since: storedSince(since), until: storedSince(until) });
  }
  if (added.length > 0) await catalog.versions(model).insertMany(added, { session, ordered: false });
  return new Map([...holding].map(([id, { row, since }]) => [id, storedFields(model, row, since)] as const));
}

/** Numbers stay what they are: 64 bits. */
async function storedRows(
  collection: Collection<StoredRow>,
  ids: readonly string[],
  session: ClientSession,
): Promise<ReadonlyMap<string, StoredRow>> {
  if (ids.length === 0) return new Map();
  const found = await collection.find({ _id: { $in: [...ids] } }, { session, promoteLongs: false }).toArray();
  return new Map(found.map((row) => [row._id, row as StoredRow]));
}

const sinceOf = (stored: StoredRow | undefined): Since | undefined =>
  stored?.since && { occurred: Number(stored.since.occurred), recorded: Number(stored.since.recorded) };

const asVersion = ({ _id, ...fields }: StoredRow): StoredFields => fields;
