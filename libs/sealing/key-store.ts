import type { PersonId } from '../kernel/ids.js';

/** A person's key, 32 bytes, or that it was destroyed: what it sealed is gone for good (decision 5). */
export type PersonKey = Buffer | 'destroyed';

/**
 * The keys of persons' data. Many persons cost one call.
 *
 * Several processes may use one place. A call that begins after `destroy` resolved, in whichever process, does not return that key:
 * an adapter that keeps keys in memory asks the place at each call whether they still hold. Whoever gets a key uses it for the work
 * at hand and doesn't keep it.
 */
export interface KeyStore {
  /** What to restore when keys are missing: the file, or the database and collection. */
  readonly place: string;
  /** The keys of these persons. A person who is missing from the answer never had one here. */
  get(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>>;
  /** The keys of all these persons; new ones are made at first sight and durable before this resolves. */
  getOrCreate(persons: Iterable<PersonId>): Promise<ReadonlyMap<PersonId, PersonKey>>;
  /** Destroys the keys, durably and for ever; again, and for persons without a key, too: they never get one. */
  destroy(persons: Iterable<PersonId>): Promise<void>;
  close(): Promise<void>;
}

/** A place that takes over keys of another one, as a copy of a log needs them. */
export interface KeyCopyTarget extends KeyStore {
  /** Keeps these as they are, destroyed ones destroyed, durably. A person who has a key here keeps it, unless it was destroyed there. */
  adopt(keys: ReadonlyMap<PersonId, PersonKey>): Promise<void>;
}

/** The key store was made with another data key. */
export class WrongDataKey extends Error {
  override readonly name = 'WrongDataKey';
}

/** The keys cannot be read or written. */
export class KeyStoreUnavailable extends Error {
  override readonly name: string = 'KeyStoreUnavailable';
}

/** There is sealed data of a person who has no key here and was not erased: the place is older than the log, or was lost. */
export class KeyMissing extends KeyStoreUnavailable {
  override readonly name = 'KeyMissing';
  constructor(
    readonly person: PersonId,
    readonly place: string,
  ) {
    super(
      `${place} has no key for the person ${person}, whose data is in the log; that person was not erased. Restore ${place} from a backup.`,
    );
  }
}
