import type { ClientSession, Collection } from 'mongodb';
import { frozen, signatureOf, stateFrom } from '../model-signature.js';
import type { ReadModel } from '../read-model.js';
import type { ModelState } from '../read-store-maintenance.js';
import { CheckpointMoved, ReadModelRebuilding } from '../read-store.js';
import type { MongoConnection } from './connection.js';
import { isDuplicateKey } from './errors.js';
import type { StoredRow, StoredVersion } from './stored-rows.js';

/** Counts up when the documents themselves change, so that collections of older code are filled again. */
const format = 1;

/** Which collections a store has, and by which code their rows were made. */
export interface StoredCatalog {
  readonly _id: string;
  readonly generation: number;
  readonly models: readonly { readonly name: string; readonly signature: string }[];
  /** Since when it is there; of what is served: is served. */
  readonly since: Date;
}

export const servedId = 'served';
export const nextId = 'next';

export const catalogs = (mongo: MongoConnection): Collection<StoredCatalog> => mongo.collection('catalog');

/** The collections of one generation of rows. */
export class Catalog {
  constructor(
    private readonly mongo: MongoConnection,
    readonly stored: StoredCatalog,
    /** Before the names of its collections. */
    private readonly prefix = '',
  ) {}

  stateOf(model: ReadModel): ModelState {
    return stateFrom(format, this.signatureOf(model.name), model);
  }

  /** Whether it has these models, as this code makes them, and no others. */
  isOf(models: readonly ReadModel[]): boolean {
    return models.length === this.stored.models.length && this.isCurrent(models);
  }

  isCurrent(models: readonly ReadModel[]): boolean {
    return models.every((model) => this.stateOf(model) === 'current');
  }

  /** @throws ReadModelRebuilding when there is nothing to answer from */
  rows(model: ReadModel): Collection<StoredRow> {
    return this.mongo.collection(this.rowsName(model));
  }

  /** The versions that ended. @throws ReadModelRebuilding */
  versions(model: ReadModel): Collection<StoredVersion> {
    return this.mongo.collection(this.nameOf('versions', model));
  }

  /** Also what its last number is kept by. */
  rowsName(model: ReadModel): string {
    return this.nameOf('rows', model);
  }

  /** Rows of other code are never changed. @throws CheckpointMoved when other code has taken over: the projections go on with what is there */
  mustBeCurrent(model: ReadModel): void {
    if (this.stateOf(model) !== 'current')
      throw new CheckpointMoved(`The rows of ${model.name} are of other code now: they are not changed by this one.`);
  }

  /** As it is when these models are not kept up any more; undefined: as it is. */
  without(models: readonly ReadModel[]): StoredCatalog | undefined {
    const kept = new Set(models.filter((model) => this.stateOf(model) === 'current').map(({ name }) => name));
    const left = this.stored.models.map(({ name, signature }) => ({
      name,
      signature: kept.has(name) ? signature : frozen(signature),
    }));
    const isSame = left.every(({ signature }, index) => signature === this.stored.models[index]?.signature);
    return isSame ? undefined : { ...this.stored, models: left };
  }

  private signatureOf(name: string): string | undefined {
    return this.stored.models.find((each) => each.name === name)?.signature;
  }

  private nameOf(kind: 'rows' | 'versions', model: ReadModel): string {
    if (this.stateOf(model) === 'nothing') throw new ReadModelRebuilding(model.name);
    return `${this.prefix}${kind}_${model.name}_${String(this.stored.generation)}`;
  }
}

export const catalogOf = (_id: string, generation: number, models: readonly ReadModel[]): StoredCatalog => ({
  _id,
  generation,
  models: models.map((model) => ({ name: model.name, signature: signatureOf(format, model) })),
  since: new Date(),
});

/** What is served, as it is now or in the session; nothing before anything is. */
export async function servedCatalog(mongo: MongoConnection, session?: ClientSession): Promise<Catalog> {
  const stored = await catalogs(mongo).findOne({ _id: servedId }, { session });
  return new Catalog(mongo, stored ?? { _id: servedId, generation: 0, models: [], since: new Date(0) });
}

/** Serves these models, empty: unless another process was faster, in which case what it serves. */
export async function serveEmpty(
  mongo: MongoConnection,
  found: Catalog,
  models: readonly ReadModel[],
): Promise<Catalog> {
  const { generation } = found.stored;
  const empty = catalogOf(servedId, generation + 1, models);
  try {
    await catalogs(mongo).replaceOne({ _id: servedId, generation }, empty, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return servedCatalog(mongo);
}
