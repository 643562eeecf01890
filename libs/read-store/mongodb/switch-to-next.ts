import { Long } from 'mongodb';
import type { ReadModel } from '../read-model.js';
import { CheckpointMoved, parkedEvents, projections, ReadStoreUnavailable } from '../read-store.js';
import { fillingArea, nextPrefix, servedArea } from './area.js';
import { Catalog, catalogs, nextId, servedId } from './catalog.js';
import type { MongoConnection } from './connection.js';
import { isDuplicateKey } from './errors.js';
import { transaction } from './transaction.js';

/**
 * Serves what the next generation was filled with, in one transaction, and returns its number. Readers other than the projections keep
 * their checkpoints and documents.
 * @throws ReadStoreUnavailable when it is not of these models @throws CheckpointMoved when another process is in charge of the projections
 */
export function switchToNext(
  mongo: MongoConnection,
  models: readonly ReadModel[],
  leases: { tokenOf(reader: string): number | null } | undefined,
): Promise<number> {
  return transaction(mongo, async (session) => {
    const stored = await catalogs(mongo).findOne({ _id: nextId }, { session });
    const next = stored && new Catalog(mongo, stored);
    if (next?.isOf(models) !== true)
      throw new ReadStoreUnavailable(
        `The next read models in ${mongo.place} are not filled with those of this code: fill them first.`,
      );
    const [from, to] = [fillingArea(mongo, nextPrefix, next), servedArea(mongo)];

    const { position, occurred, recorded } = (await from.checkpoints.of(projections, session)) ?? {};
    const isInCharge = { _id: projections, ...(leases && { token: leases.tokenOf(projections) }) };
    try {
      const { matchedCount, upsertedCount } = await to.checkpoints.collection.updateOne(
        isInCharge,
        { $set: { position: position ?? null, occurred: long(occurred), recorded: long(recorded) } } as object,
        { session, upsert: true },
      );
      if (matchedCount + upsertedCount !== 1) throw inOtherHands();
    } catch (error) {
      throw isDuplicateKey(error) ? inOtherHands() : error;
    }

    await to.documents.deleteMany({ collection: parkedEvents }, { session });
    const parked = await from.documents.find({ collection: parkedEvents }, { session }).toArray();
    if (parked.length > 0) await to.documents.insertMany(parked, { session });
    const served = { ...next.stored, _id: servedId, since: new Date() };
    await catalogs(mongo).replaceOne({ _id: servedId }, served, { session, upsert: true });
    await catalogs(mongo).deleteOne({ _id: nextId }, { session });
    await from.checkpoints.collection.deleteMany({}, { session });
    await from.documents.deleteMany({}, { session });
    return next.stored.generation;
  });
}

const long = (millis: number | null | undefined): Long | null =>
  typeof millis === 'number' ? Long.fromNumber(millis) : null;

const inOtherHands = (): CheckpointMoved =>
  new CheckpointMoved('Another process is in charge of the projections: it replaces what is served.');
