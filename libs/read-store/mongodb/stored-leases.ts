import type { Collection } from 'mongodb';
import type { Lease } from '../leases.js';
import type { StoredCheckpoint } from './checkpoints.js';
import type { MongoConnection } from './connection.js';
import { isDuplicateKey } from './errors.js';
import { transaction } from './transaction.js';

/** Who holds a lease. `beat` counts up for as long as its holder lives, `token` whenever it changes hands. */
export interface StoredLease {
  readonly _id: string;
  /** Null: nobody. */
  readonly holder: string | null;
  readonly token: number;
  readonly beat: number;
}

/** Leases as they are stored, changed only from what was seen of them. */
export class StoredLeases {
  private readonly leases: Collection<StoredLease>;
  private readonly checkpoints: Collection<StoredCheckpoint>;

  constructor(private readonly mongo: MongoConnection) {
    this.leases = mongo.collection('leases');
    this.checkpoints = mongo.collection('checkpoints');
  }

  async find(name: string): Promise<StoredLease | undefined> {
    return (await this.leases.findOne({ _id: name })) ?? undefined;
  }

  /** Gives the lease to the holder, unless it has changed since it was seen, and puts its readers in charge of the new token: that. */
  async take({ name, readers }: Lease, seen: StoredLease | undefined, holder: string): Promise<number | undefined> {
    const token = (seen?.token ?? 0) + 1;
    const lease: StoredLease = { _id: name, holder, token, beat: 0 };
    return transaction(this.mongo, async (session) => {
      if (seen === undefined) {
        await this.leases.insertOne(lease, { session });
      } else {
        const { matchedCount } = await this.leases.replaceOne(seen, lease, { session });
        if (matchedCount === 0) return undefined;
      }
      if (readers.length > 0)
        await this.checkpoints.bulkWrite(
          readers.map((_id) => ({ updateOne: { filter: { _id }, update: { $set: { token } }, upsert: true } })),
          { session },
        );
      return token;
    }).catch((error: unknown) => {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    });
  }

  /** Says that its holder lives. False: it is another's by now. */
  async beat(name: string, token: number): Promise<boolean> {
    const { matchedCount } = await this.leases.updateOne({ _id: name, token }, { $inc: { beat: 1 } });
    return matchedCount === 1;
  }

  /** The token stays: whoever takes it next has a higher one. */
  async release(name: string, token: number): Promise<void> {
    await this.leases.updateOne({ _id: name, token }, { $set: { holder: null } });
  }
}
