import { Long, type ClientSession } from 'mongodb';
import { millisOf, type Instant } from '../../kernel/dates.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import { mustKeepHistory } from '../as-of.js';
import type { ReadModel, Row } from '../read-model.js';
import {
  ReadStoreUnavailable,
  type AsOf,
  type Group,
  type GroupQuery,
  type ListPage,
  type ListQuery,
  type Snapshot,
  type Viewer,
} from '../read-store.js';
import { sourcesOf, type Source } from './as-of.js';
import type { Catalog } from './catalog.js';
import type { Checkpoints } from './checkpoints.js';
import { asked } from './errors.js';
import { allOf } from './filter.mongo.js';
import { groupRows } from './groups.js';
import { listRows } from './list.js';
import { visibleTo } from './matching.js';
import { parsed, type Reads } from './reads.js';

export interface SnapshotParts {
  readonly place: string;
  readonly catalog: Catalog;
  readonly checkpoints: Checkpoints;
  readonly maxTimeMS: number;
  /** Of a transaction that reads; undefined: each request is of a moment of its own. */
  readonly session?: ClientSession | undefined;
}

/** What the collections of a catalog answer: of one moment within a transaction. */
export class MongoSnapshot implements Snapshot {
  private readonly turns = new KeyedMutex();
  private readonly reads: Reads;
  private isOver = false;

  constructor(private readonly parts: SnapshotParts) {
    this.reads = { session: parts.session, maxTimeMS: parts.maxTimeMS };
  }

  load<R extends Row>(model: ReadModel<R>, ids: readonly string[]): Promise<ReadonlyMap<string, R>> {
    return this.asked(async () => {
      const collection = this.parts.catalog.rows(model);
      if (ids.length === 0) return new Map();
      const found = await collection
        .find({ _id: { $in: [...ids] } }, this.reads)
        .project<{ _id: string; row: string }>({ row: 1 })
        .toArray();
      return new Map(found.map(({ _id, row }) => [_id, parsed<R>(row)]));
    });
  }

  get<R extends Row>(model: ReadModel<R>, id: string, viewer: Viewer, at?: AsOf): Promise<R | undefined> {
    return this.asked(async () => {
      for (const { collection, key, holds } of await this.sourcesAt(model, at)) {
        const condition = allOf([{ [key]: { $eq: id } }, visibleTo(model, viewer, key), holds]);
        const found = await collection.findOne(condition, { ...this.reads, projection: { row: 1 } });
        if (found !== null) return parsed<R>(found.row);
      }
      return undefined;
    });
  }

  earliest<R extends Row>(
    model: ReadModel<R>,
    ids: readonly string[],
    viewer: Viewer,
    knownAt?: Instant,
  ): Promise<ReadonlyMap<string, R>> {
    return this.asked(async () => {
      mustKeepHistory(model);
      const known = knownAt && { 'since.recorded': { $lte: Long.fromNumber(millisOf(knownAt)) } };
      const among = (key: '_id' | 'id', some: readonly string[]) =>
        allOf([{ [key]: { $in: [...some] } }, known ?? {}, visibleTo(model, viewer, key)]);
      const past = await this.parts.catalog
        .versions(model)
        .aggregate<{ _id: string; row: string }>(
          [
            { $match: among('id', ids) },
            { $sort: { id: 1, 'since.recorded': 1, 'since.occurred': 1 } },
            { $group: { _id: '$id', row: { $first: '$row' } } },
          ],
          { ...this.reads, allowDiskUse: true },
        )
        .toArray();
      const ended = new Set(past.map(({ _id }) => _id));
      const rest = ids.filter((id) => !ended.has(id));
      const current = await this.parts.catalog
        .rows(model)
        .find(among('_id', rest), this.reads)
        .project<{ _id: string; row: string }>({ row: 1 })
        .toArray();
      return new Map([...past, ...current].map(({ _id, row }) => [_id, parsed<R>(row)]));
    });
  }

  list<R extends Row>(model: ReadModel<R>, query: ListQuery): Promise<ListPage<R>> {
    return this.asked(async () => listRows(this.reads, model, query, await this.sourcesAt(model, query.at)));
  }

  group(model: ReadModel, query: GroupQuery): Promise<readonly Group[]> {
    return this.asked(async () => groupRows(this.reads, model, query, await this.sourcesAt(model, query.at)));
  }

  /** Nothing is answered from now on. */
  end(): void {
    this.isOver = true;
  }

  /** One question after another: a transaction takes one request at a time. */
  private asked<T>(work: () => Promise<T>): Promise<T> {
    return this.turns.take('', () =>
      asked(this.parts.place, () => {
        if (this.isOver) throw new ReadStoreUnavailable('The reading is over: its moment is not kept any more.');
        return work();
      }),
    );
  }

  private sourcesAt(model: ReadModel, at: AsOf | undefined): Promise<readonly Source[]> {
    const { catalog, checkpoints, session } = this.parts;
    return sourcesOf(catalog, model, at, () => checkpoints.latestMillis(session));
  }
}
