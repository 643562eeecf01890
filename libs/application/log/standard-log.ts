import { once } from 'node:events';
import { isatty } from 'node:tty';
import { destination } from 'pino';
import { logTo, type Log, type LogLevel } from './log.js';
import { plainLines } from './plain-lines.js';

/** Characters that wait for a slow reader, or a disk with room; what comes beyond them is not kept. */
const mostWaiting = 4 * 1024 * 1024;
/** Milliseconds. */
const longestEnd = 1_000;
const [stdout, stderr] = [1, 2];

export interface StandardLog extends Log {
  /** Resolves when all is written, or cannot be written soon. */
  end(): Promise<void>;
}

/** The log of a server: JSON lines on standard output, plain ones where that is a terminal. Nobody waits for who reads them. */
export function standardLog(level: LogLevel): StandardLog {
  const out = destination({ fd: stdout, sync: false, maxLength: mostWaiting });
  // On a disk that is full it goes on when there is room; there is nobody else to be told.
  out.on('error', () => undefined);
  return {
    ...logTo(isatty(stdout) ? plainLines(out) : out, level),
    async end() {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), longestEnd);
      const ended = once(out, 'close', { signal: late.signal });
      out.end();
      await ended.catch(() => out.destroy());
      clearTimeout(timer);
    },
  };
}

/** Faults alone, on standard error, each written before it returns: of a command, or of a server that does not get further. */
export function faultLog(): Log {
  const out = destination({ fd: stderr, sync: true });
  return logTo(isatty(stderr) ? plainLines(out) : out, 'warn');
}
