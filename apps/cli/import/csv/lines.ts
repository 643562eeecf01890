import { createReadStream } from 'node:fs';
import { isPlainObject } from '../../../../libs/kernel/json.js';
import { ImportStopped } from '../transport.js';

/** A line of a file as it stands there. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** What ends it: `\r\n`, `\n`, `\r`, or nothing at the end of the file. */
  readonly end: string;
}

/** A line longer than this is no line of a table. */
export const longest = 1_048_576;

/** The lines of a file, whatever ends each of them, without a byte order mark. Bytes that are none of the encoding become U+FFFD. Throws ImportStopped. */
export async function* linesOf(path: string, encoding: string): AsyncGenerator<Line, void> {
  let number = 0;
  let rest = '';
  for await (const part of textOf(path, encoding)) {
    rest += part;
    // What a \r at the end of a part belongs to is known with the next one.
    const ends = /\r\n|\n|\r(?!$)/g;
    let from = 0;
    for (let end = ends.exec(rest); end !== null; end = ends.exec(rest)) {
      number += 1;
      yield { number, text: rest.slice(from, end.index), end: end[0] };
      from = ends.lastIndex;
    }
    rest = rest.slice(from);
    if (rest.length > longest) {
      const most = longest.toLocaleString('en-US');
      throw new ImportStopped(
        `${path}: line ${String(number + 1)} is longer than ${most} characters. Is this a CSV file?`,
      );
    }
  }
  if (rest === '') return;
  const end = rest.endsWith('\r') ? '\r' : '';
  yield { number: number + 1, text: rest.slice(0, rest.length - end.length), end };
}

async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const file = createReadStream(path);
  try {
    for await (const bytes of file as AsyncIterable<Buffer>) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw unreadable(error, path) ?? error;
  } finally {
    file.destroy();
  }
}

function unreadable(error: unknown, path: string): ImportStopped | undefined {
  const code = isPlainObject(error) ? error['code'] : undefined;
  return typeof code === 'string' ? new ImportStopped(`${path} cannot be read (${code}).`) : undefined;
}

/** Whether files can be read in the encoding: `utf-8`, `windows-1252`, `latin1`, `utf-16le` and what else Node.js knows. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}
