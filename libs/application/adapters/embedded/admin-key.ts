import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../event-log/sqlite/writable-folder.js';
import { newKey } from '../../keys/api-key-text.js';
import { ConfigError } from '../../settings/config.js';
import type { FirstKey } from '../../settings/settings.js';

/** The administrator's key of the first start: a file in the data folder, which its owner alone may read. `announce` is told the file. */
export function adminKeyFile(folder: string, announce: (file: string) => void): FirstKey {
  const file = join(folder, 'admin.key');
  return {
    kept: () => {
      // One that is there is of a start that was cut off before it issued it.
      if (!existsSync(file)) writeWhole(file, `${newKey()}\n`);
      chmodSync(file, 0o600);
      const key = readFileSync(file, 'utf8').trim();
      if (/^[\x21-\x7e]{16,200}$/.test(key)) return key;
      throw new ConfigError(`${file} holds no key, and none was issued yet. Delete it: the next start makes one.`);
    },
    announce: () => announce(file),
  };
}
