import { basename } from 'node:path';
import { sameJson } from '../../../libs/kernel/json.js';
import { linesOf } from './csv/lines.js';
import { rowsOf, type Row } from './csv/rows.js';
import { markOf, rejectColumns, toldApart } from './rejects.js';
import { WrongRecipe } from './recipe.js';

/** A rejected row as it is now. */
export interface Correction {
  /** Of the row as the file has it. */
  readonly mark: string;
  readonly cells: readonly string[];
  /** Its cells in the order of its file's header. */
  cellsFor(header: readonly string[]): readonly string[];
}

/** By file and line. */
export type Corrections = ReadonlyMap<string, ReadonlyMap<number, Correction>>;

/** Both, and of a row in both the later one. */
export function withLater(earlier: Corrections, later: Corrections): Corrections {
  const both = new Map(earlier);
  for (const [file, rows] of later) both.set(file, new Map([...(both.get(file) ?? []), ...rows]));
  return both;
}

/** Whether that is the row which was rejected. */
export const isOf = ({ mark }: Correction, { cells }: Row): boolean => mark === markOf(cells);

/**
 * Reads a file of rejected rows in which some were corrected; also as a spreadsheet has saved it, with another delimiter.
 * Throws WrongRecipe saying what is wrong in which line.
 */
export async function readCorrections(path: string, files: ReadonlySet<string>): Promise<Corrections> {
  const name = basename(path);
  const rows = rowsOf(path, { delimiter: await delimiterOf(path), encoding: 'utf-8' });
  const first = await rows.next();
  const header: readonly string[] = first.done === true ? [] : first.value.cells.map((cell) => cell.trim());
  const begin = header.slice(0, rejectColumns.length);
  if (!sameJson(begin, rejectColumns))
    throw new WrongRecipe(
      `${name} is no file of rejected rows: its columns must begin with ${rejectColumns.join(', ')}.`,
    );
  const columns = toldApart(header.slice(rejectColumns.length));
  const corrections = new Map<string, Map<number, Correction>>();
  for await (const row of rows) {
    const { file, line, correction } = correctionIn(row, columns, name);
    if (!files.has(file))
      throw new WrongRecipe(`${name}, line ${String(row.line)}: "${file}" is no file of the recipe.`);
    const ofFile = corrections.get(file) ?? new Map<number, Correction>();
    const other = ofFile.get(line);
    if (other !== undefined && !sameJson(other.cells, correction.cells))
      throw new WrongRecipe(
        `${name} has line ${String(line)} of ${file} twice, and not the same: correct both, or leave one.`,
      );
    corrections.set(file, ofFile.set(line, correction));
  }
  return corrections;
}

async function delimiterOf(path: string): Promise<string> {
  for await (const { text } of linesOf(path, 'utf-8')) return /^"?file"?([^a-z])/.exec(text)?.[1] ?? ',';
  return ',';
}

function correctionIn(row: Row, columns: readonly string[], name: string) {
  const [file = '', line = '', , , mark = ''] = row.cells.map((cell) => cell.trim());
  const cells = row.cells.slice(rejectColumns.length);
  const place = `${name}, line ${String(row.line)}`;
  if (row.fault !== undefined) throw new WrongRecipe(`${place}: ${row.fault}`);
  if (!/^\d+$/.test(line))
    throw new WrongRecipe(`${place}: "${line}" is no line of a file. Leave that column as it was.`);
  const places = new Map(columns.map((column, index) => [column, index]));
  const more = cells.slice(columns.length);
  const last = more.findLastIndex((cell) => cell.trim() !== '');
  const correction: Correction = {
    mark,
    cells,
    cellsFor: (header) => [
      ...toldApart(header).map((column) => cells[places.get(column) ?? -1] ?? ''),
      ...more.slice(0, last + 1),
    ],
  };
  return { file, line: Number(line), correction };
}
