import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parse, CsvError } from 'csv-parse';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { ImportStopped } from './transport.js';

/** A line of a CSV file. */
export interface Row {
  /** In the file, from 1; the header is line 1. Of a row over several lines the last. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The header of the file, without blanks around the names. Throws ImportStopped when the file cannot be read. */
export async function headerOf(path: string): Promise<readonly string[]> {
  for await (const { cells } of linesOf(path, 1)) return cells.map((cell) => cell.trim());
  throw new ImportStopped(`${basename(path)} is empty: it needs a header.`);
}

/** The rows after the header, read as they are asked for. Throws ImportStopped where the text is no CSV any more. */
export async function* rowsOf(path: string): AsyncGenerator<Row> {
  let header = true;
  for await (const row of linesOf(path)) {
    if (!header) yield row;
    header = false;
  }
}

/** Why the row cannot be read at all, or undefined. */
export function faultOf({ cells }: Row, header: readonly string[]): string | undefined {
  if (cells.length !== header.length)
    return `The row has ${String(cells.length)} cells, the header ${String(header.length)}.`;
  if (cells.some((cell) => cell.includes('\uFFFD'))) return 'The row has characters that are not UTF-8.';
  return undefined;
}

async function* linesOf(path: string, to?: number): AsyncGenerator<Row> {
  const input = createReadStream(path);
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    skip_empty_lines: true,
    max_record_size: 1_048_576,
    ...(to === undefined ? {} : { to }),
  });
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let line = 0;
  try {
    for await (const item of parser) {
      const row = rowOf(item);
      line = row.line;
      yield row;
    }
  } catch (error) {
    throw stoppedBy(error, path, line) ?? error;
  } finally {
    input.destroy();
  }
}

function stoppedBy(error: unknown, path: string, line: number): ImportStopped | undefined {
  if (error instanceof CsvError) {
    const [what = ''] = error.message.split(':');
    return new ImportStopped(`${basename(path)}: the row after line ${String(line)} is no CSV: ${what}.`);
  }
  const code = isObject(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? undefined : new ImportStopped(`${path} cannot be read (${code}).`);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function rowOf(item: unknown): Row {
  if (!isPlainObject(item) || !isPlainObject(item.info) || !Array.isArray(item.record))
    throw new TypeError('The CSV parser gave no row.');
  return { line: Number(item.info.lines), cells: item.record.map(String) };
}
