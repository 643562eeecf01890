import type { ClientSession } from 'mongodb';
import type { Position } from '../../event-log/event-log.js';
import type { Instant } from '../../kernel/dates.js';
import { inTime, longestMillis } from '../in-time.js';
import type { ReadModel, Row } from '../read-model.js';
import { modelsInState } from '../read-store-maintenance.js';
import {
  projections,
  type AsOf,
  type DocumentChange,
  type Flush,
  type Group,
  type GroupQuery,
  type ListPage,
  type ListQuery,
  type ReadStore,
  type Snapshot,
  type Viewer,
} from '../read-store.js';
import { rebuildNotice } from '../rebuild-notice.js';
import { servedArea, type MongoArea } from './area.js';
import { serveEmpty, servedCatalog, type Catalog } from './catalog.js';
import type { MongoConnection } from './connection.js';
import { documentsIn, writeDocuments } from './documents.js';
import { asked, isTransient } from './errors.js';
import { writeFlush } from './flush.js';
import { makeIndexes, makeOwnIndexes } from './indexes.js';
import type { MongoLeases } from './mongo-leases.js';
import { MongoSnapshot } from './snapshot.js';
import { beginReading, endReading, transaction } from './transaction.js';

const triesToBegin = 3;

export interface MongoReadStoreParts {
  readonly mongo: MongoConnection;
  readonly area: MongoArea;
  readonly models: readonly ReadModel[];
  /** What a reader's flushes have to bear: null: that nobody is in charge; undefined: nobody is asked. */
  readonly tokenOf?: ((reader: string) => number | null) | undefined;
}

export interface MongoReadStoreOptions {
  readonly mongo: MongoConnection;
  readonly models: readonly ReadModel[];
  /** Of this process: flushes of readers that leases are for are taken from their holder only. Without them from everybody. */
  readonly leases?: Pick<MongoLeases, 'tokenOf'> | undefined;
  /** Nothing was ever recorded: empty read models are all there is to make. Else what is missing is made from the log. */
  readonly logIsEmpty?: boolean;
}

/** Opens the store that is answered from, with what it has (ADR 11): `MongoMaintenance` tells what has to be made again beside it. */
export async function openMongoReadStore(options: MongoReadStoreOptions): Promise<ReadStore> {
  const { mongo, models, leases, logIsEmpty = false } = options;
  const area = servedArea(mongo);
  await asked(mongo.place, async () => {
    const found = await servedCatalog(mongo);
    const isNew = logIsEmpty && (await area.checkpoints.positionOf(projections)) === undefined;
    const catalog = isNew && !found.isCurrent(models) ? await serveEmpty(mongo, found, models) : found;
    await makeOwnIndexes(area);
    const states = new Map(models.map((model) => [model.name, catalog.stateOf(model)]));
    await makeIndexes(catalog, modelsInState('current', states, models));
    const was = found.stored.generation === 0 ? 'has no read models' : 'has read models of another version';
    const notice = rebuildNotice(`MongoDB at ${mongo.place} ${was}`, states, models);
    if (notice !== undefined) mongo.onNotice(notice);
  });
  return new MongoReadStore({ mongo, area, models, tokenOf: leases && ((reader) => leases.tokenOf(reader)) });
}

/** Read models in collections of a MongoDB replica set (ADR 53). */
export class MongoReadStore implements ReadStore {
  readonly mostPerFlush = 1_000;

  constructor(protected readonly parts: MongoReadStoreParts) {}

  checkpoint(reader: string): Promise<Position | undefined> {
    return this.asked(() => this.parts.area.checkpoints.positionOf(reader));
  }

  latest(): ReturnType<ReadStore['latest']> {
    return this.asked(() => this.parts.area.checkpoints.latest());
  }

  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return this.single((snapshot) => snapshot.load(model, ids));
  }

  get<R extends Row>(model: ReadModel<R>, id: string, viewer: Viewer, at?: AsOf): Promise<R | undefined> {
    const question = (snapshot: Snapshot) => snapshot.get(model, id, viewer, at);
    return at === undefined ? this.single(question) : this.reading(question);
  }

  earliest<R extends Row>(
    model: ReadModel<R>,
    ids: readonly string[],
    viewer: Viewer,
    knownAt?: Instant,
  ): Promise<ReadonlyMap<string, R>> {
    return this.reading((snapshot) => snapshot.earliest(model, ids, viewer, knownAt));
  }

  list<R extends Row>(model: ReadModel<R>, query: ListQuery): Promise<ListPage<R>> {
    return this.reading((snapshot) => snapshot.list(model, query));
  }

  group(model: ReadModel, query: GroupQuery): Promise<readonly Group[]> {
    return this.reading((snapshot) => snapshot.group(model, query));
  }

  lastSequence(model: ReadModel): Promise<number> {
    return this.asked(async () => {
      const catalog = await this.parts.area.catalog();
      const found = await this.parts.area.sequences.findOne({ _id: catalog.rowsName(model) });
      return found?.last ?? 0;
    });
  }

  flush(flush: Flush): Promise<void> {
    const { tokenOf = () => undefined, ...parts } = this.parts;
    return this.asked(() => writeFlush({ ...parts, tokenOf }, flush));
  }

  put(documents: readonly DocumentChange[]): Promise<void> {
    const { mongo, area } = this.parts;
    return this.asked(() => transaction(mongo, (session) => writeDocuments(area.documents, documents, session)));
  }

  documents<D extends object>(collection: string, ids?: readonly string[]): Promise<ReadonlyMap<string, D>> {
    return this.asked(() => documentsIn<D>(this.parts.area.documents, collection, ids));
  }

  async reading<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const { session, catalog } = await this.asked(() => this.begun());
    const snapshot = this.snapshot(catalog, session);
    try {
      return await inTime(longestMillis, work(snapshot));
    } finally {
      snapshot.end();
      await endReading(session);
    }
  }

  /** The connection stays: it has other stores. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  protected asked<T>(work: () => Promise<T>): Promise<T> {
    return asked(this.parts.mongo.place, work);
  }

  /** A question that is one request: it needs no transaction. */
  private async single<T>(question: (snapshot: MongoSnapshot) => Promise<T>): Promise<T> {
    return question(this.snapshot(await this.asked(() => this.parts.area.catalog())));
  }

  private snapshot(catalog: Catalog, session?: ClientSession): MongoSnapshot {
    const { mongo, area } = this.parts;
    return new MongoSnapshot({
      place: mongo.place,
      catalog,
      checkpoints: area.checkpoints,
      maxTimeMS: mongo.patienceMs,
      session,
    });
  }

  /** A transaction whose moment is fixed, and what is served then. */
  private async begun(): Promise<{ session: ClientSession; catalog: Catalog }> {
    for (let tries = 1; ; tries += 1) {
      const session = beginReading(this.parts.mongo);
      try {
        return { session, catalog: await this.parts.area.catalog(session) };
      } catch (error) {
        await endReading(session);
        if (!isTransient(error) || tries === triesToBegin) throw error;
      }
    }
  }
}
