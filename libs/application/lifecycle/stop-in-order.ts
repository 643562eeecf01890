import type { StandardLog } from '../log/standard-log.js';
import { refusalToStart } from '../settings/refusal-to-start.js';

/** At Ctrl-C or SIGTERM the process finishes what it has begun, and exits: with 1 where that failed. */
export function stopInOrder(log: StandardLog, stop: () => Promise<void>): void {
  const stopped = async (): Promise<number> => {
    log.notice('Stopping: finishing what was begun.');
    try {
      await stop();
      return 0;
    } catch (error) {
      log.error(refusalToStart(error));
      return 1;
    } finally {
      await log.end();
    }
  };
  const once = () => void stopped().then((code) => process.exit(code));
  process.once('SIGINT', once);
  process.once('SIGTERM', once);
}
