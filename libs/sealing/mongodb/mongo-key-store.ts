import { Binary, MongoBulkWriteError, MongoError, type AnyBulkWriteOperation, type Collection, type Db } from 'mongodb';
import { randomBytes } from 'node:crypto';
import type { PersonId } from '../../kernel/ids.js';
import { decrypt, encrypt } from '../aes.js';
import { mustBeDataKey, mustProve, proofOf } from '../data-key-proof.js';
import { KeyStoreUnavailable, type KeyCopyTarget, type PersonKey } from '../key-store.js';

interface StoredKey {
  readonly _id: PersonId;
  /** Null: destroyed, never to be made again. */
  readonly wrapped: Binary | null;
}

interface StoredProof {
  readonly _id: 'data-key';
  readonly proof: Binary;
}

export interface MongoKeyStoreOptions {
  /** A database of a connection that others have too, and where it is, as operators read it. */
  readonly mongo: { readonly database: Db; readonly place: string };
  /** 32 bytes. */
  readonly dataKey: Buffer;
  /** False: there is a log, so that keys must have been here before. Default: they may begin. */
  readonly mayBegin?: boolean;
}

/**
 * Each person's key in the collection `keys`, wrapped by DATA_KEY. None is kept in memory: each call reads them.
 * @throws WrongDataKey @throws KeyStoreUnavailable
 */
export async function openMongoKeyStore({
  mongo,
  dataKey,
  mayBegin = true,
}: MongoKeyStoreOptions): Promise<KeyCopyTarget> {
  mustBeDataKey(dataKey);
  const keys = mongo.database.collection<StoredKey>('keys');
  const place = `${mongo.place}.${keys.collectionName}`;
  await using(place, async () => {
    const proofs = mongo.database.collection<StoredProof>('proof');
    if (!mayBegin && (await proofs.findOne({ _id: 'data-key' })) === null) {
      throw new KeyStoreUnavailable(
        `${place} holds no keys, though there is a log with events: it has lost the keys of all personal data. Restore the database from a backup. ` +
          'If they are lost for good, `tidemark accept-lost-keys` erases all those persons for ever.',
      );
    }
    const first = { $setOnInsert: { proof: new Binary(proofOf(dataKey)) } };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const stored = await proofs.findOneAndUpdate({ _id: 'data-key' }, first, options);
    if (stored === null) throw new KeyStoreUnavailable(`${place} has no proof of its data key.`);
    mustProve(dataKey, bytes(stored.proof), place);
  });
  return new MongoKeyStore(keys, dataKey, place);
}

class MongoKeyStore implements KeyCopyTarget {
  constructor(
    private readonly keys: Collection<StoredKey>,
    private readonly dataKey: Buffer,
    readonly place: string,
  ) {}

  async get(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>> {
    const wanted = [...persons];
    if (wanted.length === 0) return new Map();
    const found = await using(this.place, () => this.keys.find({ _id: { $in: wanted } }).toArray());
    return new Map(found.map(({ _id, wrapped }) => [_id, wrapped === null ? 'destroyed' : this.opened(_id, wrapped)]));
  }

  async getOrCreate(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>> {
    const wanted = new Set(persons);
    for (let tries = 1; ; tries += 1) {
      const found = await this.get(wanted);
      if (found.size === wanted.size) return found;
      if (tries > mostTries)
        throw new KeyStoreUnavailable(`${this.place} has not stored a key after ${String(mostTries)} tries.`);
      // What is stored counts: another process may make the key, or destroy it in between.
      await this.write(
        [...wanted].filter((person) => !found.has(person)),
        (person) => ({ $setOnInsert: { wrapped: new Binary(encrypt(this.dataKey, randomBytes(32), person)) } }),
      );
    }
  }

  destroy(persons: Iterable<PersonId>): Promise<void> {
    return this.write([...persons], () => ({ $set: { wrapped: null } }));
  }

  async adopt(keys: ReadonlyMap<PersonId, PersonKey>): Promise<void> {
    const kept = new Map([...keys].flatMap(([person, key]) => (key === 'destroyed' ? [] : [[person, key] as const])));
    await this.write([...kept.keys()], (person) => ({
      $setOnInsert: { wrapped: new Binary(encrypt(this.dataKey, kept.get(person) ?? Buffer.of(), person)) },
    }));
    await this.destroy([...keys.keys()].filter((person) => keys.get(person) === 'destroyed'));
  }

  /** The connection stays: it has other stores. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  private opened(person: PersonId, wrapped: Binary): Buffer {
    const key = decrypt(this.dataKey, bytes(wrapped), person);
    if (key === undefined)
      throw new KeyStoreUnavailable(`${this.place} is damaged: the key of person ${person} cannot be opened.`);
    return key;
  }

  private write(
    persons: readonly PersonId[],
    update: (person: PersonId) => { $set: { wrapped: null } } | { $setOnInsert: { wrapped: Binary } },
  ): Promise<void> {
    const writes = persons.map((_id): AnyBulkWriteOperation<StoredKey> => ({
      updateOne: { filter: { _id }, update: update(_id), upsert: true },
    }));
    if (writes.length === 0) return Promise.resolve();
    return using(this.place, async () => {
      for (let tries = 1; ; tries += 1) {
        try {
          await this.keys.bulkWrite(writes, { ordered: false });
          return;
        } catch (error) {
          // Two made the same key at once: the other one's stays, and a destruction is said again.
          if (!areDuplicates(error) || tries === mostTries) throw error;
        }
      }
    });
  }
}

const mostTries = 20;

const bytes = ({ buffer, position }: Binary): Buffer => Buffer.from(buffer.subarray(0, position));

const areDuplicates = (error: unknown): boolean =>
  error instanceof MongoError &&
  error.code === 11000 &&
  (!(error instanceof MongoBulkWriteError) || [error.writeErrors].flat().every(({ code }) => code === 11000));

async function using<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    throw new KeyStoreUnavailable(`${place} cannot be used: ${error.message.replace(/\s+/g, ' ')}`, { cause: error });
  }
}
