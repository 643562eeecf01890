import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../../event-log/sqlite/sqlite-errors.js';
import { ConfigError } from '../../settings/config.js';

/** The key that wraps those of personal data where DATA_KEY is not set: a file in the data folder, made at the first start (ADR 0006). */
export function dataKeyOf(folder: string): Buffer {
  const file = join(folder, 'data.key');
  if (!existsSync(file) && existsSync(join(folder, 'keys.db')))
    throw new ConfigError(`${file} is missing, which keys.db beside it was made with; restore it, or set DATA_KEY.`);
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== 32)
    throw new ConfigError(`${file} does not hold 32 bytes in base64; restore it, or set DATA_KEY.`);
  return key;
}
