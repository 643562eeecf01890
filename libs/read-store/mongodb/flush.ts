import type { ClientSession } from 'mongodb';
import type { ReadModel } from '../read-model.js';
import { projections, ReadStoreUnavailable, type Flush } from '../read-store.js';
import { catalogs } from './catalog.js';
import { newFlush } from './checkpoints.js';
import type { MongoConnection } from './connection.js';
import { writeDocuments } from './documents.js';
import { isUnknownCommit } from './errors.js';
import type { MongoArea } from './area.js';
import { transaction } from './transaction.js';
import { writeChanges } from './write-rows.js';

export interface FlushParts {
  readonly mongo: MongoConnection;
  readonly area: MongoArea;
  readonly models: readonly ReadModel[];
  /** What the reader's flushes have to bear; undefined: nobody is asked. */
  readonly tokenOf: (reader: string) => number | null | undefined;
}

/** Stores all of it or nothing, once. @throws CheckpointMoved */
export async function writeFlush(parts: FlushParts, flush: Flush): Promise<void> {
  const { checkpoints } = parts.area;
  const deadline = performance.now() + parts.mongo.patienceMs;
  for (;;) {
    const flushed = newFlush();
    try {
      await transaction(parts.mongo, (session) => writing(parts, flush, flushed, session));
      return;
    } catch (error) {
      if (!isUnknownCommit(error)) throw error;
      if (await checkpoints.hasFlush(flush, flushed)) return;
      if (performance.now() >= deadline)
        throw new ReadStoreUnavailable(
          `What ${flush.reader} made up to ${flush.checkpoint} is not stored: MongoDB at ${parts.mongo.place} did not commit it in time.`,
          { cause: error },
        );
    }
  }
}

async function writing(
  { mongo, area, models, tokenOf }: FlushParts,
  flush: Flush,
  flushed: string,
  session: ClientSession,
): Promise<void> {
  await area.checkpoints.move(flush, tokenOf(flush.reader), flushed, session);
  if (flush.reader === projections || flush.changes.length > 0) {
    const catalog = await area.catalog(session);
    // From here on the projections go on without the rows of other code: nobody is to take them for current again.
    const left = flush.reader === projections ? catalog.without(models) : undefined;
    if (left !== undefined) await catalogs(mongo).replaceOne({ _id: left._id }, left, { session });
    for (const changes of flush.changes) {
      catalog.mustBeCurrent(changes.model);
      await writeChanges(catalog, changes, session);
      if (changes.lastSequence !== undefined)
        await area.sequences.replaceOne(
          { _id: catalog.rowsName(changes.model) },
          { last: changes.lastSequence },
          { session, upsert: true },
        );
    }
  }
  await writeDocuments(area.documents, flush.documents, session);
}
