import { cellsOf } from './cells.js';
import { linesOf, longest, type Line } from './lines.js';

/** How a file is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly encoding: string;
}

/** A record of a CSV file. */
export interface Row {
  /** The line of the file in which it begins, from 1. */
  readonly line: number;
  /** As they stand there; of a row that cannot be read, what its delimiters part. */
  readonly cells: readonly string[];
  /** Why it cannot be read. */
  readonly fault?: string | undefined;
}

/**
 * The rows of a file with its header; those with nothing in them are passed over. Where a quote is broken, its lines up to that one
 * are a row with a fault, and reading goes on with the next line: nothing else is lost. Throws ImportStopped when the file cannot be read.
 */
export async function* rowsOf(path: string, { delimiter, encoding }: Dialect): AsyncGenerator<Row, void> {
  const lines = new Lines(linesOf(path, encoding));
  try {
    for (let first = await lines.next(); first !== undefined; first = await lines.next()) {
      const row = await rowFrom(first, lines, delimiter);
      if (row.fault !== undefined || row.cells.some((cell) => cell.trim() !== '')) yield decoded(row, encoding);
    }
  } finally {
    await lines.close();
  }
}

async function rowFrom(first: Line, lines: Lines, delimiter: string): Promise<Row> {
  const { number: line } = first;
  let text = first.text;
  const read = [first];
  for (;;) {
    const found = cellsOf(text, delimiter);
    if ('cells' in found) return { line, cells: found.cells };
    const more = found.fault === 'open' ? await lines.upToQuote(longest - text.length) : [];
    if (more.length === 0) return broken(read, found.at, lines, delimiter);
    for (const next of more) {
      text += (read.at(-1)?.end ?? '') + next.text;
      read.push(next);
    }
  }
}

/** The lines up to the one in which the broken quote begins; those after it are read again. */
function broken(read: readonly Line[], at: number, lines: Lines, delimiter: string): Row {
  let count = 0;
  let text = '';
  for (const { text: own, end } of read) {
    count += 1;
    text += own;
    if (text.length > at) break;
    text += end;
  }
  lines.giveBack(read.slice(count));
  const [first, last] = [read[0]?.number ?? 0, read[count - 1]?.number ?? 0];
  const fault = `The quote that begins in line ${String(last)} is not closed at the end of its cell.`;
  return { line: first, cells: text.split(delimiter), fault };
}

function decoded(row: Row, encoding: string): Row {
  if (row.fault !== undefined || !row.cells.some((cell) => cell.includes('\uFFFD'))) return row;
  const fault = `The row has characters that are not ${encoding.toUpperCase()}. Say in the recipe in which "encoding" the file is.`;
  return { ...row, fault };
}

/** Lines that can be given back. */
class Lines {
  /** The next one last. */
  private readonly waiting: Line[] = [];

  constructor(private readonly source: AsyncGenerator<Line, void>) {}

  async next(): Promise<Line | undefined> {
    const waiting = this.waiting.pop();
    if (waiting !== undefined) return waiting;
    const next = await this.source.next();
    return next.done === true ? undefined : next.value;
  }

  giveBack(lines: readonly Line[]): void {
    for (const line of lines.toReversed()) this.waiting.push(line);
  }

  /** The lines up to the next one with a quote; none, and all given back, where there is none within so many characters. */
  async upToQuote(most: number): Promise<readonly Line[]> {
    const lines: Line[] = [];
    for (let length = 0; length <= most;) {
      const line = await this.next();
      if (line === undefined) break;
      lines.push(line);
      if (line.text.includes('"')) return lines;
      length += line.text.length + line.end.length;
    }
    this.giveBack(lines);
    return [];
  }

  async close(): Promise<void> {
    await this.source.return(undefined);
  }
}
