import { randomUUID } from 'node:crypto';
import type { ReadModel } from '../read-model.js';
import type { FillingStore, ModelStates, ReadStoreMaintenance, StoredContents } from '../read-store-maintenance.js';
import { fillingArea, nextPrefix, servedArea, type MongoArea } from './area.js';
import { Catalog, catalogOf, catalogs, nextId, servedCatalog, type StoredCatalog } from './catalog.js';
import { dropCollections, dropGenerations } from './collections.js';
import type { MongoConnection } from './connection.js';
import { openContents } from './contents.js';
import { asked } from './errors.js';
import { MongoFillingStore } from './filling-store.js';
import type { MongoLeases } from './mongo-leases.js';
import { switchToNext } from './switch-to-next.js';

export interface MongoMaintenanceOptions {
  readonly mongo: MongoConnection;
  /** Only who is in charge of the projections replaces what is served. Without them whoever is asked does. */
  readonly leases?: Pick<MongoLeases, 'tokenOf'> | undefined;
  /** For how long what was served stays after it was replaced; two minutes, in which every reading has ended. */
  readonly graceMs?: number;
}

/** The next generation of rows beside the one that is served, and stores that are thrown away, in the same database. */
export class MongoMaintenance implements ReadStoreMaintenance {
  private readonly mongo: MongoConnection;
  private readonly served: MongoArea;

  constructor(private readonly options: MongoMaintenanceOptions) {
    this.mongo = options.mongo;
    this.served = servedArea(options.mongo);
  }

  states(models: readonly ReadModel[]): Promise<ModelStates> {
    return this.asked(async () => {
      const catalog = await servedCatalog(this.mongo);
      return new Map(models.map((model) => [model.name, catalog.stateOf(model)]));
    });
  }

  next(models: readonly ReadModel[]): Promise<FillingStore> {
    return this.asked(async () => {
      const served = await servedCatalog(this.mongo);
      const begun = await catalogs(this.mongo).findOne({ _id: nextId });
      const generation = served.stored.generation + 1;
      const isLeft = begun?.generation === generation && new Catalog(this.mongo, begun).isOf(models);
      const stored = isLeft ? begun : catalogOf(nextId, generation, models);
      const area = fillingArea(this.mongo, nextPrefix, new Catalog(this.mongo, stored));
      const emptied = () => this.begin(stored, area);
      if (!isLeft) await emptied();
      return new MongoFillingStore({ mongo: this.mongo, area, models }, emptied);
    });
  }

  scratch(models: readonly ReadModel[]): Promise<FillingStore> {
    return this.asked(async () => {
      await this.dropLeftScratch();
      const id = `${scratch}${randomUUID()}`;
      const stored = catalogOf(id, 0, models);
      await catalogs(this.mongo).insertOne(stored);
      const area = fillingArea(this.mongo, `${id}_`, new Catalog(this.mongo, stored, `${id}_`));
      const emptied = async () => {
        await dropCollections(this.mongo, (name) => name.startsWith(`${id}_`));
      };
      return new MongoFillingStore({ mongo: this.mongo, area, models }, emptied, () => this.dropScratch(id));
    });
  }

  contents(): Promise<StoredContents> {
    return openContents(this.mongo, this.served);
  }

  async takeOver(models: readonly ReadModel[]): Promise<void> {
    const { leases, graceMs = 120_000 } = this.options;
    const generation = await this.asked(() => switchToNext(this.mongo, models, leases));
    this.dropLater(generation, graceMs);
  }

  /** What came before this generation: again until none is left (a late write makes a collection anew), or this process ends. */
  private dropLater(generation: number, graceMs: number): void {
    const drop = async (): Promise<void> => {
      if (this.mongo.closed) return;
      const left = await dropGenerations(this.mongo, (each) => each < generation).catch(() => Infinity);
      if (left > 0) this.dropLater(generation, graceMs);
    };
    setTimeout(() => void drop(), graceMs).unref();
  }

  private asked<T>(work: () => Promise<T>): Promise<T> {
    return asked(this.mongo.place, work);
  }

  /** Whatever there is of it, and of generations before the one that is served, goes. */
  private async begin(stored: StoredCatalog, { checkpoints, documents }: MongoArea): Promise<void> {
    await catalogs(this.mongo).deleteOne({ _id: nextId });
    await dropGenerations(this.mongo, (each) => each >= stored.generation || each < stored.generation - 2);
    await checkpoints.collection.deleteMany({});
    await documents.deleteMany({});
    await catalogs(this.mongo).insertOne(stored);
  }

  private async dropScratch(id: string): Promise<void> {
    await dropCollections(this.mongo, (name) => name.startsWith(`${id}_`));
    await catalogs(this.mongo).deleteOne({ _id: id });
  }

  /** What a verification or replay has left that was killed: none takes a day. */
  private async dropLeftScratch(): Promise<void> {
    const since = { $lt: new Date(Date.now() - 24 * 3_600_000) };
    const left = await catalogs(this.mongo)
      .find({ _id: { $regex: `^${scratch}` }, since })
      .toArray();
    for (const { _id } of left) await this.dropScratch(_id);
  }
}

const scratch = 'scratch_';
