import { accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync } from 'node:fs';

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
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new FolderNotWritable(folder, error);
  }
}

/** Makes new file names in the folder durable; Windows does so by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
