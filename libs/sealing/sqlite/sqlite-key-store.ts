import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import Database from 'libsql';
import type { PersonId } from '../../kernel/ids.js';
import { LruMap } from '../../kernel/lru-map.js';
import { decrypt, encrypt } from '../aes.js';
import { mustBeDataKey } from '../data-key-proof.js';
import { KeyStoreUnavailable, type KeyCopyTarget, type KeyStore, type PersonKey } from '../key-store.js';
import { ensurePrivate, ensureWritable, syncFolder } from '../../event-log/sqlite/writable-folder.js';
import { isProven, keysFileIn, onKeyFile, refuseDamaged, storeProof } from './key-file.js';

const schema = `
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS proof (of_data_key BLOB NOT NULL) STRICT;
  -- wrapped IS NULL: destroyed, never to be made again
  CREATE TABLE IF NOT EXISTS keys (person TEXT PRIMARY KEY, wrapped BLOB) STRICT, WITHOUT ROWID;
  COMMIT;
`;

/**
 * `keys.db` in the data folder: each person's key, wrapped by DATA_KEY (32 bytes).
 * @throws WrongDataKey @throws KeyStoreUnavailable @throws FolderNotWritable
 */
export function openSqliteKeyStore(folder: string, dataKey: Buffer): KeyCopyTarget {
  mustBeDataKey(dataKey);
  ensureWritable(folder);
  const file = keysFileIn(folder);
  return onKeyFile(file, () => {
    ensurePrivate(file);
    const database = new Database(file);
    // secure_delete: what was destroyed must not stay in free pages.
    database.exec(
      'PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
    );
    refuseDamaged(database, file);
    database.exec(schema);
    if (!isProven(database, dataKey, file)) storeProof(database, dataKey);
    syncFolder(folder);
    return new SqliteKeyStore(database, dataKey, file);
  });
}

/**
 * Reads the keys of a file and leaves it as it is: of a back-up, or beside the one that serves it.
 * @throws WrongDataKey @throws KeyStoreUnavailable
 */
export function openKeysForReading(folder: string, dataKey: Buffer): Pick<KeyStore, 'get' | 'place' | 'close'> {
  const file = keysFileIn(folder);
  if (!existsSync(file)) throw new KeyStoreUnavailable(`${file} is missing.`);
  return onKeyFile(file, () => {
    const database = new Database(file);
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA query_only = ON');
    refuseDamaged(database, file);
    if (!isProven(database, dataKey, file)) throw new KeyStoreUnavailable(`${file} holds no keys.`);
    const store = new SqliteKeyStore(database, dataKey, file);
    return { place: file, get: (persons) => store.get(persons), close: () => Promise.resolve(void database.close()) };
  });
}

class SqliteKeyStore implements KeyCopyTarget {
  /** Opened keys, for as long as no other connection has written to the file since. */
  private readonly cached = new LruMap<PersonId, Buffer>(20_000);
  private cachedVersion: number | undefined;
  /** Whom the next transaction gives a key; as with the log's appends, many share one. */
  private readonly newcomers = new Set<PersonId>();
  private writing: Promise<void> | undefined;
  private readonly version: Database.Statement;
  private readonly select: Database.Statement;
  private readonly insert: Database.Statement;
  private readonly erase: Database.Statement;

  constructor(
    private readonly database: Database.Database,
    private readonly dataKey: Buffer,
    readonly place: string,
  ) {
    this.version = database.prepare('PRAGMA data_version').raw();
    this.select = database
      .prepare('SELECT person, wrapped FROM keys WHERE person IN (SELECT value FROM json_each(?))')
      .raw();
    this.insert = database.prepare('INSERT INTO keys VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.erase = database.prepare('INSERT INTO keys VALUES (?, NULL) ON CONFLICT DO UPDATE SET wrapped = NULL');
  }

  get(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>> {
    return this.attempt(() => this.find(persons));
  }

  async getOrCreate(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>> {
    const wanted = new Set(persons);
    const found = await this.get(wanted);
    if (found.size === wanted.size) return found;
    for (const person of wanted) if (!found.has(person)) this.newcomers.add(person);
    await (this.writing ??= this.writeSoon());
    // What is stored counts: another process may have made the key, or destroyed it in between.
    return this.get(wanted);
  }

  destroy(persons: Iterable<PersonId>): Promise<void> {
    return this.attempt(() => {
      this.write();
      this.database.transaction(() => {
        for (const person of persons) {
          this.cached.delete(person);
          this.erase.run(person);
        }
      })();
      // The write-ahead log still has the keys.
      this.emptyWal();
    });
  }

  async adopt(keys: ReadonlyMap<PersonId, PersonKey>): Promise<void> {
    const destroyed = [...keys].flatMap(([person, key]) => (key === 'destroyed' ? [person] : []));
    await this.attempt(() => {
      this.database.transaction(() => {
        for (const [person, key] of keys)
          if (key !== 'destroyed') this.insert.run(person, encrypt(this.dataKey, key, person));
      })();
    });
    if (destroyed.length > 0) await this.destroy(destroyed);
  }

  close(): Promise<void> {
    if (!this.database.open) return Promise.resolve();
    return this.attempt(() => {
      try {
        this.write();
        this.emptyWal();
      } finally {
        this.database.close();
      }
    });
  }

  private find(persons: Iterable<PersonId>): ReadonlyMap<PersonId, PersonKey> {
    this.forgetWhereOthersWrote();
    const found = new Map<PersonId, PersonKey>();
    const unread: PersonId[] = [];
    for (const person of persons) {
      const key = this.cached.get(person);
      if (key === undefined) unread.push(person);
      else found.set(person, key);
    }
    if (unread.length === 0) return found;
    const rows = this.select.all(JSON.stringify(unread)) as (readonly [PersonId, Buffer | null])[];
    for (const [person, wrapped] of rows)
      found.set(person, wrapped === null ? 'destroyed' : this.open(person, wrapped));
    return found;
  }

  /** SQLite counts what other connections commit. (Measured: 5 µs; reading and opening a key again takes about 15.) */
  private forgetWhereOthersWrote(): void {
    const [version] = this.version.get() as readonly [number];
    if (version !== this.cachedVersion) this.cached.clear();
    this.cachedVersion = version;
  }

  private open(person: PersonId, wrapped: Buffer): Buffer {
    const key = decrypt(this.dataKey, wrapped, person);
    if (key === undefined)
      throw new KeyStoreUnavailable(`${this.place} is damaged: the key of person ${person} cannot be opened.`);
    this.cached.set(person, key);
    return key;
  }

  private writeSoon(): Promise<void> {
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        this.writing = undefined;
        this.attempt(() => {
          this.write();
        }).then(resolve, reject);
      });
    });
  }

  private write(): void {
    if (this.newcomers.size === 0) return;
    this.database.transaction(() => {
      for (const person of this.newcomers) this.insert.run(person, encrypt(this.dataKey, randomBytes(32), person));
    })();
    this.newcomers.clear();
  }

  private emptyWal(): void {
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  private attempt<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      resolve(onKeyFile(this.place, work));
    });
  }
}
