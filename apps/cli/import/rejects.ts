import { closeSync, openSync, writeSync } from 'node:fs';
import { ImportStopped } from './transport.js';

/** A row that was not taken. */
export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly step: string;
  readonly reason: string;
  /** The row as it was, by column. */
  readonly cells: ReadonlyMap<string, string>;
}

/** Keeps rejected rows as CSV: the original columns, then file, line, step and reason. Made with the first of them. */
export class Rejects {
  private file: number | undefined;
  count = 0;

  constructor(
    readonly path: string,
    private readonly columns: readonly string[],
  ) {}

  /** Written at once, so that the file is whole however the import ends. */
  add({ file, line, step, reason, cells }: Reject): void {
    this.file ??= this.begin();
    this.count += 1;
    writeSync(
      this.file,
      csvLine([...this.columns.map((column) => cells.get(column) ?? ''), file, String(line), step, reason]),
    );
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private begin(): number {
    const file = opened(this.path);
    writeSync(file, csvLine([...this.columns, 'file', 'line', 'step', 'reason']));
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

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
