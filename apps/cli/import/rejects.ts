import { hash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { csvLine } from './csv/written.js';
import { ImportStopped } from './transport.js';

/** A row that was not taken. */
export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly step: string;
  readonly reason: string;
  /** That of its file. */
  readonly header: readonly string[];
  /** All of the row, also where there are more or fewer than the header has. */
  readonly cells: readonly string[];
  /** By which the row in the file is known again. */
  readonly mark: string;
}

/** What stands before the row's own cells. */
export const rejectColumns = ['file', 'line', 'step', 'reason', 'mark'] as const;

/** The same for the same cells. Begins with a letter, so that no spreadsheet takes it for a number. */
export const markOf = (cells: readonly string[]): string => `r${hash('sha256', JSON.stringify(cells)).slice(0, 12)}`;

/** Columns that can be told apart where several have one name. */
export function toldApart(header: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return header.map((column) => {
    const count = (counts.get(column) ?? 0) + 1;
    counts.set(column, count);
    return `${column}\n${String(count)}`;
  });
}

/** Keeps rejected rows as CSV: file, line, step, reason and mark, then the columns of all files. Made with the first of them. */
export class Rejects {
  private file: number | undefined;
  private readonly columns: ReadonlyMap<string, number>;
  count = 0;

  constructor(
    readonly path: string,
    headers: readonly (readonly string[])[],
    private readonly delimiter: string,
  ) {
    const columns = new Set(headers.flatMap(toldApart));
    this.columns = new Map([...columns].map((column, place) => [column, place]));
  }

  /** Written at once, so that the file is whole however the import ends. */
  add(reject: Reject): void {
    const { file, line, step, reason, mark } = reject;
    this.file ??= this.begin();
    this.count += 1;
    const cells = [file, String(line), step, reason, mark, ...this.placed(reject)];
    writeSync(this.file, csvLine(cells, this.delimiter));
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  /** Each cell under its column; what is more than the header has comes at the end, and fewer stay fewer where all columns are of one file. */
  private placed({ header, cells }: Reject): readonly string[] {
    const isOnly = header.length === this.columns.size;
    const placed = Array.from({ length: isOnly ? Math.min(cells.length, header.length) : this.columns.size }, () => '');
    for (const [index, column] of toldApart(header).entries()) {
      const [place, cell] = [this.columns.get(column), cells[index]];
      if (place !== undefined && cell !== undefined) placed[place] = cell;
    }
    return [...placed, ...cells.slice(header.length)];
  }

  private begin(): number {
    const file = opened(this.path);
    const columns = [...this.columns.keys()].map((column) => column.slice(0, column.lastIndexOf('\n')));
    writeSync(file, csvLine([...rejectColumns, ...columns], this.delimiter));
    return file;
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'w');
  } catch {
    throw new ImportStopped(`The rejected rows cannot be written to ${path}. Give another file with --rejects.`);
  }
}
