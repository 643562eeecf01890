import { LogDamaged, LogUnavailable } from '../event-log.js';

const damage = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/** Runs SQL on the log's file; failures come out as the port's errors. @throws LogDamaged @throws LogUnavailable */
export function onLogFile<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw asLogError(file, error);
  }
}

export function asLogError(file: string, error: unknown): Error {
  if (error instanceof LogDamaged || error instanceof LogUnavailable) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (damage.some((code) => codeOf(error).startsWith(code))) {
    return new LogDamaged(`${file} is damaged: ${message}. Restore it from a backup.`, { cause: error });
  }
  return new LogUnavailable(`${file} cannot be used: ${message}.`, { cause: error });
}

/** `SQLITE_BUSY`, `EEXIST` and the like; empty text for other errors. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
