import type { AnyBulkWriteOperation, ClientSession, Collection } from 'mongodb';
import { canonicalJson } from '../../kernel/json.js';
import type { DocumentChange } from '../read-store.js';
import { parsed } from './reads.js';

/** A named document; its key tells it from those of every other collection. */
export interface StoredDocument {
  readonly _id: string;
  readonly collection: string;
  readonly id: string;
  readonly document: string;
}

const keyOf = (collection: string, id: string): string => JSON.stringify([collection, id]);

/** Within the caller's transaction. */
export async function writeDocuments(
  stored: Collection<StoredDocument>,
  documents: readonly DocumentChange[],
  session: ClientSession,
): Promise<void> {
  // In their order: what is named twice is as it was named last.
  const changes = documents.map(({ collection, id, document }): AnyBulkWriteOperation<StoredDocument> => {
    const filter = { _id: keyOf(collection, id) };
    if (document === null) return { deleteOne: { filter } };
    const replacement = { collection, id, document: canonicalJson(document) };
    return { replaceOne: { filter, replacement, upsert: true } };
  });
  if (changes.length > 0) await stored.bulkWrite(changes, { session });
}

/** The collection's documents by their ids: those of `ids` that are there, or all. */
export async function documentsIn<D extends object>(
  stored: Collection<StoredDocument>,
  collection: string,
  ids?: readonly string[],
): Promise<ReadonlyMap<string, D>> {
  const which = ids === undefined ? { collection } : { _id: { $in: ids.map((id) => keyOf(collection, id)) } };
  const found = await stored.find(which).sort({ collection: 1, id: 1 }).toArray();
  return new Map(found.map(({ id, document }) => [id, parsed<D>(document)]));
}
