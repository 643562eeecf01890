import type { EventLog } from '../../event-log/event-log.js';
import { verifyLog } from '../../event-log/sqlite/verify-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { KeyStore } from '../../sealing/key-store.js';
import { missingKeys } from '../../sealing/missing-keys.js';
import { verify, type Verified } from './verify.js';

export interface VerifyAllOptions {
  /** The folder of the log. */
  readonly folder: string;
  readonly log: EventLog;
  readonly keys: Pick<KeyStore, 'get'>;
  /** The live read models' file; it may be in use. */
  readonly file: string;
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

/** Checks the whole log, its keys, and whether the read models are, byte for byte, what it makes of them again. @throws LogDamaged */
export async function verifyAll({
  folder,
  log,
  keys,
  file,
  models,
  onProgress,
}: VerifyAllOptions): Promise<VerifiedAll> {
  const events = await verifyLog(folder, (done, all) => onProgress('log: events checked', done, all));
  const missing = await missingKeys(log, keys, (done) => onProgress('keys: events checked', done, events));
  const verified = await verify({
    log,
    file,
    models,
    onProgress: (step, done) => {
      if (step === 'events') onProgress('read models: events rebuilt from', done, events);
      else onProgress('read models: rows compared', done);
    },
  });
  return { ...verified, equal: verified.equal && missing.size === 0, events, keysMissing: missing.size };
}
