import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LogDamaged } from '../../../event-log/event-log.js';
import { hasLog } from '../../../event-log/sqlite/log-file.js';
import { KeyStoreUnavailable } from '../../../sealing/key-store.js';

/** A folder has a log before it has anything else: one without it has lost it, and must not begin again. @throws LogDamaged */
export function refuseLostLog(folder: string): void {
  if (hasLog(folder)) return;
  const left = ['keys.db', 'read.db'].filter((name) => existsSync(join(folder, name)));
  if (left.length === 0) return;
  throw new LogDamaged(
    `${join(folder, 'log.db')} is missing or empty, though ${left.join(' and ')} beside it belong to one. Restore it from a backup; to begin with nothing, choose an empty folder.`,
  );
}

/** Keys are there before the first event: a log without them has lost them. @throws KeyStoreUnavailable */
export function refuseLostKeys(folder: string): void {
  const keys = join(folder, 'keys.db');
  if (existsSync(keys)) return;
  throw new KeyStoreUnavailable(
    `${keys} is missing: it has the keys of all personal data in log.db. Restore it from a backup. If it is lost for good, make an ` +
      'empty file of that name: Tidemark then starts, but answers 503 (key-missing) where that personal data is asked for, until ' +
      '`tidemark accept-lost-keys` erases all those persons for ever.',
  );
}
