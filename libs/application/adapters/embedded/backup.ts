import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { acceptLog } from '../../../event-log/sqlite/accept-log.js';
import { copyLog } from '../../../event-log/sqlite/copy-log.js';
import { lockFolder, lockName } from '../../../event-log/sqlite/folder-lock.js';
import { hasLog, logFilesIn } from '../../../event-log/sqlite/log-file.js';
import { headOf } from '../../../event-log/sqlite/log-head.js';
import { openSqliteEventLog } from '../../../event-log/sqlite/sqlite-event-log.js';
import { verifyAgainst, type End } from '../../../event-log/sqlite/verify-log.js';
import { ensureWritable, syncFolder, writeWhole } from '../../../event-log/sqlite/writable-folder.js';
import { systemClock, type Instant } from '../../../kernel/dates.js';
import type { VerifyProgress } from '../../../projection/verify-all.js';
import { missingKeys } from '../../../sealing/missing-keys.js';
import { copyKeys, keysFileIn } from '../../../sealing/sqlite/key-file.js';
import { openKeysForReading } from '../../../sealing/sqlite/sqlite-key-store.js';
import { dataKeyName, storedDataKey } from './data-key.js';

/** A back-up cannot be made, or restored, there. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

export interface CopyOptions {
  readonly from: string;
  readonly to: string;
  /** DATA_KEY; undefined where the key is a file in the folder. */
  readonly dataKey: Buffer | undefined;
  readonly onProgress: VerifyProgress;
}

/** What was copied, all of it checked. */
export interface Copied {
  readonly events: number;
  /** Of the last event. */
  readonly recordedAt: Instant | undefined;
  /** Of how many persons there is sealed data and neither a key nor an erasure: the source has no key of theirs either. */
  readonly keysMissing: number;
  /** Whether the key that opens it all is in it. */
  readonly holdsDataKey: boolean;
}

/**
 * Makes a new folder of what a data folder has at one moment, beside the process that writes there or without one. The log comes
 * before the keys: a key is stored before its first use, so that none is missing. The folder is there when all of it is checked.
 * @throws BackupRefused @throws LogDamaged @throws LogUnavailable @throws KeyStoreUnavailable @throws WrongDataKey
 */
export async function backUp({ from, to, dataKey, onProgress }: CopyOptions): Promise<Copied> {
  refuseUsed(to);
  const parent = dirname(resolve(to));
  if (!existsSync(parent)) ensureWritable(parent);
  const fresh = mkdtempSync(join(parent, `.${basename(resolve(to))}-unfinished-`));
  try {
    copyLog(from, fresh);
    copyKeys(from, fresh);
    if (dataKey === undefined) copyDataKey(from, fresh);
    syncFolder(fresh);
    const copied = await checked(fresh, dataKey, onProgress);
    moveTo(fresh, to);
    syncFolder(parent);
    return copied;
  } catch (error) {
    // The copy goes: what is wrong with it is so at its source.
    if (error instanceof Error && !(error instanceof BackupRefused))
      error.message = error.message.replaceAll(fresh, from);
    throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Fills an empty data folder from a back-up, which is checked before and after. Cut off in the middle it leaves a folder in which
 * nothing starts: the log comes after the keys, and its head last. @throws as `backUp`, and FolderInUse
 */
export async function restore({ from, to, dataKey, onProgress }: CopyOptions): Promise<Copied> {
  const { log, head } = logFilesIn(from);
  const needed = [log, head, keysFileIn(from), ...(dataKey === undefined ? [join(from, dataKeyName)] : [])];
  const missing = needed.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    const hint = missing.some((file) => file.endsWith(dataKeyName)) ? ' Was it made with a DATA_KEY? Then set it.' : '';
    throw new BackupRefused(`${from} is not a whole back-up: ${missing.join(', ')} missing.${hint}`);
  }
  await checked(from, dataKey, onProgress);
  refuseUsed(to);
  const lock = lockFolder(to);
  try {
    refuseUsed(to);
    return await filled({ from, to, dataKey, onProgress });
  } finally {
    lock.release();
  }
}

/** Makes log.head again where it is lost, or the log lost its end and nothing better is left. @throws LogDamaged @throws FolderInUse */
export async function acceptLogAsItIs(folder: string, onProgress: VerifyProgress): Promise<End> {
  if (!hasLog(folder)) throw new BackupRefused(`There is no log in ${folder}: ${logFilesIn(folder).log} is missing.`);
  const lock = lockFolder(folder);
  try {
    return await acceptLog(folder, (done, all) => onProgress('log: events checked', done, all));
  } finally {
    lock.release();
  }
}

async function filled({ from, to, dataKey, onProgress }: CopyOptions): Promise<Copied> {
  try {
    copyKeys(from, to);
    if (dataKey === undefined) copyDataKey(from, to);
    copyLog(from, to);
    syncFolder(to);
    return await checked(to, dataKey, onProgress);
  } catch (error) {
    for (const name of readdirSync(to)) if (!name.startsWith(lockName)) rmSync(join(to, name), { force: true });
    throw error;
  }
}

async function checked(folder: string, dataKey: Buffer | undefined, onProgress: VerifyProgress): Promise<Copied> {
  const holdsDataKey = dataKey === undefined;
  const { sequence: events, recordedAt } = await verifyAgainst(folder, headOf(logFilesIn(folder)), (done, all) =>
    onProgress('log: events checked', done, all),
  );
  const keys = openKeysForReading(folder, dataKey ?? storedDataKey(folder));
  const log = openSqliteEventLog({ folder, clock: systemClock, readOnly: true });
  try {
    const missing = await missingKeys(log, keys, (done) => onProgress('keys: events checked', done, events));
    return { events, recordedAt, keysMissing: missing.size, holdsDataKey };
  } finally {
    await log.close();
    await keys.close();
  }
}

function copyDataKey(from: string, to: string): void {
  writeWhole(join(to, dataKeyName), `${storedDataKey(from).toString('base64')}\n`);
}

function refuseUsed(folder: string): void {
  if (!existsSync(folder)) return;
  const [found] = entriesOf(folder).filter((name) => !name.startsWith(lockName));
  if (found === undefined) return;
  throw new BackupRefused(
    `${folder} is not empty: it holds ${found}. Name a new folder, or move away what is there; nothing may run on it.`,
  );
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new BackupRefused(`${folder} cannot be used as a folder: ${String(error)}.`, { cause: error });
  }
}

function moveTo(fresh: string, to: string): void {
  try {
    renameSync(fresh, to);
  } catch (error) {
    throw new BackupRefused(`${to} cannot be made (${String(error)}). Name a folder in it that is not there yet.`, {
      cause: error,
    });
  }
}
