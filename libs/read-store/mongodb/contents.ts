import type { ClientSession, Collection, Document } from 'mongodb';
import type { Position } from '../../event-log/event-log.js';
import { canonicalJson } from '../../kernel/json.js';
import type { ReadModel } from '../read-model.js';
import type { StoredContents, StoredEntry } from '../read-store-maintenance.js';
import type { MongoArea } from './area.js';
import type { Catalog } from './catalog.js';
import type { MongoConnection } from './connection.js';
import { asked, unavailable } from './errors.js';
import type { StoredVersion } from './stored-rows.js';
import { beginReading, endReading } from './transaction.js';

/** What a store has at one moment: a transaction, which the server ends after a minute unless it is set up to wait longer. */
export async function openContents(mongo: MongoConnection, area: MongoArea): Promise<StoredContents> {
  const session = beginReading(mongo);
  try {
    return await asked(mongo.place, async () => {
      const catalog = await area.catalog(session);
      // Only the first read fixes the moment.
      await area.checkpoints.of('', session);
      return new MongoContents(mongo, area, catalog, session);
    });
  } catch (error) {
    await endReading(session);
    throw error;
  }
}

class MongoContents implements StoredContents {
  constructor(
    private readonly mongo: MongoConnection,
    private readonly area: MongoArea,
    private readonly catalog: Catalog,
    private readonly session: ClientSession,
  ) {}

  checkpoint(reader: string): Promise<Position | undefined> {
    return asked(this.mongo.place, () => this.area.checkpoints.positionOf(reader, this.session));
  }

  async *rows(model: ReadModel): AsyncGenerator<StoredEntry, void> {
    for await (const { _id, ...stored } of this.all(this.catalog.rows(model), { _id: 1 }))
      yield { id: _id, key: _id, content: canonicalJson(stored) };
  }

  async *versions(model: ReadModel): AsyncGenerator<StoredEntry, void> {
    if (!model.keepsHistory) return;
    const order = { id: 1, 'since.recorded': 1, 'since.occurred': 1 } as const;
    for await (const { _id, id, ...stored } of this.all<StoredVersion>(this.catalog.versions(model), order)) {
      const { since } = stored;
      const key = [id, sortable(since.recorded), sortable(since.occurred)].join('\u0000');
      yield { id, key, content: canonicalJson(stored) };
    }
  }

  close(): Promise<void> {
    return endReading(this.session);
  }

  private async *all<T extends Document>(collection: Collection<T>, order: Record<string, 1>): AsyncGenerator<T, void> {
    const found = collection.find<T>({}, { session: this.session, batchSize: 1_000, allowDiskUse: true }).sort(order);
    try {
      for await (const each of found) yield each;
    } catch (error) {
      throw unavailable(this.mongo.place, error);
    }
  }
}

/** A time as text that sorts as the number does, before 1970 too. */
const sortable = (time: unknown): string => String(Number(time) + 2 ** 52).padStart(17, '0');
