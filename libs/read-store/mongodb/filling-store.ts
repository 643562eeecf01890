import type { FillingStore, StoredContents } from '../read-store-maintenance.js';
import { openContents } from './contents.js';
import { makeIndexes } from './indexes.js';
import { MongoReadStore, type MongoReadStoreParts } from './mongo-read-store.js';

/** Collections that nobody is answered from. */
export class MongoFillingStore extends MongoReadStore implements FillingStore {
  constructor(
    parts: Omit<MongoReadStoreParts, 'tokenOf'>,
    /** Leaves nothing in the collections. */
    private readonly emptied: () => Promise<void>,
    /** What becomes of them when the store is closed. */
    private readonly ended: () => Promise<void> = () => Promise.resolve(),
  ) {
    super(parts);
  }

  empty(): Promise<void> {
    return this.asked(this.emptied);
  }

  makeIndexes(): Promise<void> {
    const { area, models } = this.parts;
    return this.asked(async () => makeIndexes(await area.catalog(), models));
  }

  contents(): Promise<StoredContents> {
    return openContents(this.parts.mongo, this.parts.area);
  }

  override close(): Promise<void> {
    return this.asked(this.ended);
  }
}
