import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './sqlite-errors.js';

/** The data folder cannot be made or written to. */
export class FolderNotWritable extends Error {
  override readonly name = 'FolderNotWritable';
  constructor(
    readonly folder: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The data folder ${folder} cannot be written (${reason}). Choose another, or give this user the right to write there.`,
      { cause },
    );
  }
}

const ownersFile = 0o600;
const ownersFolder = 0o700;

/**
 * Makes the folder where it is missing. A new or empty one becomes its owner's alone; one that holds other things keeps its mode.
 * @throws FolderNotWritable
 */
export function ensureWritable(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if (readdirSync(folder).length === 0) tighten(folder, ownersFolder);
  } catch (error) {
    throw new FolderNotWritable(folder, error);
  }
}

/**
 * A database's file that its owner alone may read, made where it is missing; SQLite makes the files beside it alike. It opens a file
 * that it may not write to for reading, without a word: hence the check. @throws the system's error, which names the file
 */
export function ensurePrivate(file: string): void {
  if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  else closeSync(openSync(file, 'a', ownersFile));
  for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) tighten(each, ownersFile);
}

/** Writes a file that is there whole or not at all, durably, for its owner alone. */
export function writeWhole(file: string, content: string): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, content, { mode: ownersFile, flush: true });
  renameSync(fresh, file);
  syncFolder(dirname(file));
}

/** Makes new file names in the folder durable; Windows does so by itself. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') synced(openSync(folder, 'r'));
}

/** Makes the file's content durable. */
export function syncFile(file: string): void {
  synced(openSync(file, 'r+'));
}

function synced(handle: number): void {
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Where it is there and belongs to this user: another's is left to that one. */
function tighten(path: string, mode: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.mode & 0o777) === mode) return;
  try {
    chmodSync(path, mode);
  } catch (error) {
    // SQLite may have removed it meanwhile.
    if (!['EPERM', 'ENOENT'].includes(codeOf(error))) throw error;
  }
}

// `mkdirSync` with `recursive` never returns where a parent exists that takes no folders, such as /proc.
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, ownersFolder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const parent = dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
    makeFolder(parent);
    mkdirSync(folder, ownersFolder);
  }
}
