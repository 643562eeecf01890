import { join } from 'node:path';
import Database from 'libsql';
import { codeOf } from './sqlite-errors.js';
import { ensurePrivate, ensureWritable, FolderNotWritable } from './writable-folder.js';

/** Another process works on the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  constructor(readonly folder: string) {
    super(`The data folder ${folder} is in use by another process. Stop that one first, or choose another folder.`);
  }
}

/** The lock's file, which stays when it is released. */
export const lockName = 'tidemark.lock';

export interface FolderLock {
  release(): void;
}

/**
 * Takes the folder for this process, making it where it is missing. The operating system frees it when the process ends,
 * however that happens. @throws FolderInUse at once, never waiting @throws FolderNotWritable
 */
export function lockFolder(folder: string): FolderLock {
  ensureWritable(folder);
  let database: Database.Database | undefined;
  try {
    const file = join(folder, lockName);
    ensurePrivate(file);
    database = new Database(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    throw codeOf(error).startsWith('SQLITE_BUSY') ? new FolderInUse(folder) : new FolderNotWritable(folder, error);
  }
  return new HeldLock(database);
}

class HeldLock implements FolderLock {
  // Held in a module variable too: a connection that is collected as garbage frees its lock.
  private static readonly held = new Set<HeldLock>();

  constructor(private readonly database: Database.Database) {
    HeldLock.held.add(this);
  }

  release(): void {
    if (!HeldLock.held.delete(this)) return;
    this.database.exec('ROLLBACK');
    this.database.close();
  }
}
