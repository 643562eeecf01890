import { pino, stdTimeFunctions, type DestinationStream } from 'pino';

/** From the gravest: a fault, what may become one, what operators should know once, and each request. */
export const logLevels = ['error', 'warn', 'notice', 'info'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Which one it was: ids, counts, names out of the code. Nothing personal, no keys, no bodies. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** What operators read: a line for each thing that happened. */
export type Log = Readonly<Record<LogLevel, (message: string, facts?: Facts) => void>>;

/** Writes each line as one of JSON, `{level, time, …facts, msg}`, down to this level. */
export function logTo(stream: DestinationStream, level: LogLevel = 'info'): Log {
  const lines = pino(
    {
      level,
      customLevels: { error: 50, warn: 40, notice: 35, info: 30 },
      useOnlyCustomLevels: true,
      base: undefined,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }) },
    },
    stream,
  );
  return {
    error: (message, facts = {}) => lines.error(facts, message),
    warn: (message, facts = {}) => lines.warn(facts, message),
    notice: (message, facts = {}) => lines.notice(facts, message),
    info: (message, facts = {}) => lines.info(facts, message),
  };
}

/** Is told nothing. */
export const noLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  notice: () => undefined,
  info: () => undefined,
};
