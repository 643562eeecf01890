import { join } from 'node:path';
import { isOf, type Corrections } from './corrections.js';
import { rowsOf, type Dialect, type Row } from './csv/rows.js';
import { nearestOf } from './names.js';
import { WrongRecipe, type Recipe } from './recipe.js';
import { ImportStopped } from './transport.js';

/** A CSV file as it is, beside what the recipe says of it. */
export interface Source {
  readonly file: string;
  readonly path: string;
  readonly header: readonly string[];
  readonly dialect: Dialect;
  /** Where in a row the columns are that the recipe reads. */
  readonly columns: ReadonlyMap<string, number>;
}

export type Sources = ReadonlyMap<string, Source>;

/** A row of a source, maybe corrected. */
export interface SourceRow extends Row {
  /** As the file has them, where they were corrected. */
  readonly before?: readonly string[];
}

/** Finds the recipe's files in the folder, with all the columns it reads. Throws WrongRecipe naming what is missing or there twice. */
export async function openSources(recipe: Recipe, folder: string): Promise<Sources> {
  const sources = new Map<string, Source>();
  for (const [name, { file, columns, delimiter = ',', encoding = 'utf-8' }] of Object.entries(recipe.files)) {
    const path = join(folder, file);
    const dialect = { delimiter, encoding };
    const header = await headerOf(path, file, dialect);
    sources.set(name, { file, path, header, dialect, columns: placesOf(columns, header, file) });
  }
  return sources;
}

/** The columns that no step reads, by file. */
export function unreadColumns(sources: Sources): ReadonlyMap<string, readonly string[]> {
  const all = [...sources.values()];
  const unread = all.map(({ file, header }) => {
    const read = new Set(all.filter((each) => each.file === file).flatMap(({ columns }) => [...columns.keys()]));
    return [file, header.filter((column) => column !== '' && !read.has(column))] as const;
  });
  return new Map(unread.filter(([, columns]) => columns.length > 0));
}

/** The rows after the header, those that were corrected as they are now. Throws ImportStopped when the file cannot be read. */
export async function* sourceRows(source: Source, corrections: Corrections): AsyncGenerator<SourceRow> {
  const corrected = new Map(corrections.get(source.file));
  let header = true;
  for await (const row of rowsOf(source.path, source.dialect)) {
    const correction = corrected.get(row.line);
    corrected.delete(row.line);
    if (header) header = false;
    else if (correction === undefined) yield row;
    else if (isOf(correction, row)) {
      const cells = correction.cellsFor(source.header);
      yield sameCells(cells, row.cells) ? row : { line: row.line, cells, before: row.cells };
    } else {
      yield row;
      corrected.set(row.line, correction);
    }
  }
  for (const [line, correction] of corrected) {
    const fault = `Line ${String(line)} of ${source.file} is not the row that was corrected. Correct the file itself.`;
    yield { line, cells: correction.cellsFor(source.header), fault };
  }
}

/** Why the row cannot be read as one of its file, or undefined. */
export function faultOf({ cells, fault }: Row, { header }: Source): string | undefined {
  if (fault !== undefined) return fault;
  // Spreadsheets fill rows up with empty cells.
  const isWhole = cells.length >= header.length && !cells.slice(header.length).some((cell) => cell.trim() !== '');
  if (isWhole) return undefined;
  return `The row has ${String(cells.length)} cells, the header ${String(header.length)}.`;
}

async function headerOf(path: string, file: string, dialect: Dialect): Promise<readonly string[]> {
  for await (const { cells, fault } of rowsOf(path, dialect)) {
    if (fault !== undefined) throw new ImportStopped(`The header of ${file} cannot be read: ${fault}`);
    return cells.map((cell) => cell.trim());
  }
  throw new ImportStopped(`${file} is empty: it needs a header.`);
}

function placesOf(columns: readonly string[], header: readonly string[], file: string): ReadonlyMap<string, number> {
  const places = columns.map((column) => [column, header.indexOf(column)] as const);
  for (const [column, place] of places) {
    if (place < 0) throw new WrongRecipe(missing(column, header, file));
    if (header.includes(column, place + 1))
      throw new WrongRecipe(`${file} has the column "${column}" twice. Give one of them another name.`);
  }
  return new Map(places);
}

function missing(column: string, header: readonly string[], file: string): string {
  const other = header.length === 1 ? [';', '\t', ',', '|'].find((each) => header[0]?.includes(each)) : undefined;
  if (other === undefined) return `${file} has no column "${column}"; the nearest is ${nearestOf(column, header)}.`;
  return `${file} has no column "${column}". Is it "delimiter": ${JSON.stringify(other)} that its file needs in the recipe?`;
}

// A cell that is not there is empty.
function sameCells(a: readonly string[], b: readonly string[]): boolean {
  const longer = a.length > b.length ? a : b;
  return longer.every((_cell, at) => (a[at] ?? '').trim() === (b[at] ?? '').trim());
}
