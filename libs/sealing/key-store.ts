import type { PersonId } from '../kernel/ids.js';

/** The keys of persons' data, 32 bytes each. A destroyed key is gone for good, and so is what it sealed (decision 5). */
export interface KeyStore {
  /** Undefined when the person has no key, or none any more. */
  get(person: PersonId): Promise<Buffer | undefined>;
  /** The person's key, made at first sight and durable before this resolves; undefined when it was destroyed. */
  getOrCreate(person: PersonId): Promise<Buffer | undefined>;
  /** Destroys the key, durably and for ever; again, and for persons without a key, too. */
  destroy(person: PersonId): Promise<void>;
  close(): Promise<void>;
}

/** The key store was made with another data key. */
export class WrongDataKey extends Error {
  override readonly name = 'WrongDataKey';
}

/** The keys cannot be read or written. */
export class KeyStoreUnavailable extends Error {
  override readonly name = 'KeyStoreUnavailable';
}
