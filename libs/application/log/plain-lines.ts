import type { DestinationStream } from 'pino';
import { isPlainObject } from '../../kernel/json.js';

/** Lines of a log as a person reads them at a terminal: the message, and what belongs to it. */
export const plainLines = (stream: DestinationStream): DestinationStream => ({
  write: (line) => stream.write(`${plain(line)}\n`),
});

function plain(line: string): string {
  const told: unknown = JSON.parse(line);
  if (!isPlainObject(told)) return line;
  const { msg, level, time: _time, ...facts } = told;
  const grave = level === 'error' || level === 'warn' ? `${level}: ` : '';
  const more = Object.entries(facts).map(([name, value]) => ` ${name}=${String(value)}`);
  return `${grave}${String(msg)}${more.join('')}`;
}
