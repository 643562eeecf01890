import type { Position } from '../../event-log/event-log.js';
import { mustStandAt, type DocumentChange, type Flush, type ReadStore } from '../../read-store/read-store.js';

/** What a process needs of the read store, in memory. */
export interface ProgressStore extends Pick<ReadStore, 'checkpoint' | 'flush' | 'documents'> {
  /** The next flushes fail, as when the store is away. */
  failNext(times?: number): void;
  readonly flushes: readonly Flush[];
}

export function progressStore(): ProgressStore {
  const checkpoints = new Map<string, Position>();
  const documents = new Map<string, DocumentChange & { readonly document: object }>();
  const flushes: Flush[] = [];
  let failures = 0;
  return {
    flushes,
    failNext: (times = 1) => {
      failures += times;
    },
    checkpoint: (reader) => Promise.resolve(checkpoints.get(reader)),
    flush: async (flush) => {
      await Promise.resolve();
      if (failures > 0) {
        failures -= 1;
        throw new Error('The store is away.');
      }
      mustStandAt(flush, checkpoints.get(flush.reader));
      flushes.push(flush);
      checkpoints.set(flush.reader, flush.checkpoint);
      for (const { collection, id, document } of flush.documents) {
        const key = `${collection}/${id}`;
        if (document === null) documents.delete(key);
        else documents.set(key, { collection, id, document });
      }
    },
    documents: <D extends object>(collection: string, ids?: readonly string[]) => {
      const ofCollection = [...documents.values()].filter(
        (one) => one.collection === collection && ids?.includes(one.id) !== false,
      );
      return Promise.resolve(new Map(ofCollection.map(({ id, document }) => [id, document as D])));
    },
  };
}
