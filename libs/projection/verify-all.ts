import type { EventLog } from '../event-log/event-log.js';
import type { ReadModel } from '../read-store/read-model.js';
import type { ReadStoreAside } from '../read-store/read-store-maintenance.js';
import type { KeyStore } from '../sealing/key-store.js';
import { missingKeys } from '../sealing/missing-keys.js';
import { verify, type Verified } from './verify.js';

export interface VerifyAllOptions {
  readonly log: EventLog;
  readonly keys: Pick<KeyStore, 'get'>;
  /** Checks the whole log, and returns how many events it has. */
  readonly verifyLog: (onProgress: (done: number, all: number) => void) => Promise<number>;
  readonly aside: Pick<ReadStoreAside, 'contents' | 'scratch'>;
  readonly models: readonly ReadModel[];
  readonly onProgress: VerifyProgress;
}

/** What a verification does now, how much of it is done, and of how much where that is known. */
export type VerifyProgress = (step: string, done: number, all?: number) => void;

export interface VerifiedAll extends Verified {
  /** How many events the log has, all checked. */
  readonly events: number;
  /** Of how many persons there is sealed data and neither a key nor an erasure: then nothing is `equal`. */
  readonly keysMissing: number;
}

/** Checks the whole log, its keys, and whether the read models are, byte for byte, what it makes of them. @throws LogDamaged */
export async function verifyAll({
  log,
  keys,
  verifyLog,
  aside,
  models,
  onProgress,
}: VerifyAllOptions): Promise<VerifiedAll> {
  const events = await verifyLog((done, all) => onProgress('log: events checked', done, all));
  const missing = await missingKeys(log, keys, (done) => onProgress('keys: events checked', done, events));
  const verified = await verify({
    log,
    aside,
    models,
    onProgress: (step, done) => {
      if (step === 'events') onProgress('read models: events rebuilt from', done, events);
      else onProgress('read models: rows compared', done);
    },
  });
  return { ...verified, equal: verified.equal && missing.size === 0, events, keysMissing: missing.size };
}
