import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
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

/** Makes the folder where it is missing. @throws FolderNotWritable */
export function ensureWritable(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FolderNotWritable(folder, error);
  }
}

/** SQLite opens a file that it may not write to for reading, without a word. @throws the system's error, which names the file */
export function ensureFileWritable(file: string): void {
  if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
}

// `mkdirSync` with `recursive` never returns where a parent exists that takes no folders, such as /proc.
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const parent = dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
    makeFolder(parent);
    mkdirSync(folder);
  }
}

/** Makes new file names in the folder durable; Windows does so by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
