import { Long, type Collection, type Document } from 'mongodb';
import { millisOf, type Instant } from '../../kernel/dates.js';
import { isNow, mustKeepHistory, stillNeeded, type LatestMillis } from '../as-of.js';
import type { ReadModel } from '../read-model.js';
import type { AsOf } from '../read-store.js';
import type { Catalog } from './catalog.js';
import { allOf, type KeyPath } from './filter.mongo.js';
import type { StoredRow, StoredVersion } from './stored-rows.js';

/** A collection that answers for a point in time, and the condition that leaves one version of each row at most. */
export interface Source {
  readonly collection: Collection<StoredRow> | Collection<StoredVersion>;
  readonly key: KeyPath;
  readonly holds: Document;
}

/**
 * Where the rows of that time are: now, in the collection of rows; before, those that still hold are there and the others among the
 * versions that ended. @throws QueryRefused when the model keeps no history @throws ReadModelRebuilding
 */
export async function sourcesOf(
  catalog: Catalog,
  model: ReadModel,
  asked: AsOf | undefined,
  latest: () => Promise<LatestMillis>,
): Promise<readonly Source[]> {
  const at = await neededOf(model, asked, latest);
  const rows: Source = { collection: catalog.rows(model), key: '_id', holds: begunBy(at) };
  if (isNow(at)) return [rows];
  return [{ collection: catalog.versions(model), key: 'id', holds: allOf([begunBy(at), notEndedBy(at)]) }, rows];
}

async function neededOf(model: ReadModel, asked: AsOf = {}, latest: () => Promise<LatestMillis>): Promise<AsOf> {
  if (isNow(asked)) return {};
  mustKeepHistory(model);
  return stillNeeded(asked, await latest());
}

const begunBy = ({ asOf, knownAt }: AsOf): Document => ({
  ...(asOf !== undefined && { 'since.occurred': { $lte: time(asOf) } }),
  ...(knownAt !== undefined && { 'since.recorded': { $lte: time(knownAt) } }),
});

/** It was followed later on one of the axes. */
function notEndedBy({ asOf, knownAt }: AsOf): Document {
  const occurred = asOf && { 'until.occurred': { $gt: time(asOf) } };
  const recorded = knownAt && { 'until.recorded': { $gt: time(knownAt) } };
  return occurred !== undefined && recorded !== undefined
    ? { $or: [occurred, recorded] }
    : { ...occurred, ...recorded };
}

const time = (instant: Instant): Long => Long.fromNumber(millisOf(instant));
