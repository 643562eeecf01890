import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../../event-log/sqlite/writable-folder.js';
import { ConfigError } from '../../settings/config.js';

export const dataKeyName = 'data.key';

/**
 * The key that wraps those of personal data where DATA_KEY is not set: a file in the data folder, made at the first start (ADR 0006).
 * Nobody else may use the folder.
 */
export function dataKeyOf(folder: string): Buffer {
  const file = join(folder, dataKeyName);
  if (!existsSync(file) && !existsSync(join(folder, 'keys.db')))
    writeWhole(file, `${randomBytes(32).toString('base64')}\n`);
  return storedDataKey(folder);
}

/** The same where it was made before. @throws ConfigError */
export function storedDataKey(folder: string): Buffer {
  const file = join(folder, dataKeyName);
  if (!existsSync(file))
    throw new ConfigError(`${file} is missing, which keys.db beside it was made with; restore it, or set DATA_KEY.`);
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== 32)
    throw new ConfigError(`${file} does not hold 32 bytes in base64; restore it, or set DATA_KEY.`);
  return key;
}
