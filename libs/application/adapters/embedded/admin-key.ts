import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps the administrator's key in the data folder, readable by its owner alone. Returns the file. */
export function keepAdminKey(folder: string, key: string): string {
  const file = join(folder, 'admin.key');
  // One that is there already would keep its mode; its key was never issued.
  rmSync(file, { force: true });
  writeFileSync(file, `${key}\n`, { flag: 'wx', mode: 0o600, flush: true });
  return file;
}
