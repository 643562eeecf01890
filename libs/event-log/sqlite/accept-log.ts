import { LogDamaged } from '../event-log.js';
import { logFilesIn } from './log-file.js';
import { writeHead } from './log-head.js';
import { verifyAgainst, type End, type LogProgress } from './verify-log.js';

/**
 * Makes the head again of the log as it is, once all of it is checked; returns where it ends. Nobody else may use the folder.
 * @throws LogDamaged @throws LogUnavailable
 */
export async function acceptLog(folder: string, onProgress?: LogProgress): Promise<End> {
  const end = await verifyAgainst(folder, undefined, onProgress);
  const { log } = logFilesIn(folder);
  // A head is lost later than the first event is written.
  if (end.sequence === 0)
    throw new LogDamaged(`${log} has lost all it had. Restore a backup, or choose an empty folder.`);
  writeHead(logFilesIn(folder).head, end);
  return end;
}
