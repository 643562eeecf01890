import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { copyDatabase } from '../../event-log/sqlite/copy-log.js';
import { mustProve, proofOf } from '../data-key-proof.js';
import { KeyStoreUnavailable, WrongDataKey } from '../key-store.js';

export const keysFileIn = (folder: string): string => join(folder, 'keys.db');

/** Copies the keys as they are at one moment into another folder, durably; also while another process writes them. @throws KeyStoreUnavailable */
export function copyKeys(from: string, to: string): void {
  const file = keysFileIn(from);
  if (!existsSync(file)) throw new KeyStoreUnavailable(`${file} is missing.`);
  onKeyFile(file, () => {
    copyDatabase(file, keysFileIn(to));
  });
}

/** A key that a damaged page no longer leads to would read as one that never was. @throws KeyStoreUnavailable */
export function refuseDamaged(database: Database.Database, file: string): void {
  // The verdict as a blob: libsql ends the process at text that is no UTF-8.
  const query = 'SELECT CAST(integrity_check AS BLOB) FROM pragma_integrity_check(1)';
  const [verdict] = database.prepare(query).raw().get() as readonly [Buffer];
  const found = verdict.toString().replace(/\s+/g, ' ');
  if (found === 'ok') return;
  database.close();
  throw new KeyStoreUnavailable(`${file} is damaged: ${found}. Restore it from a backup.`);
}

/** The first opening stores a proof by which later ones know the data key. */
export function storeProof(database: Database.Database, dataKey: Buffer): void {
  database.prepare('INSERT INTO proof VALUES (?)').run([proofOf(dataKey)]);
}

/** Whether there is a proof yet, which must be of this data key. @throws WrongDataKey */
export function isProven(database: Database.Database, dataKey: Buffer, file: string): boolean {
  const row = database.prepare('SELECT of_data_key FROM proof').raw().get() as readonly [Buffer] | undefined;
  if (row === undefined) return false;
  try {
    mustProve(dataKey, row[0], file);
    return true;
  } catch (error) {
    database.close();
    throw error;
  }
}

export function onKeyFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyStoreUnavailable || error instanceof WrongDataKey) throw error;
    throw new KeyStoreUnavailable(
      `${file} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}
