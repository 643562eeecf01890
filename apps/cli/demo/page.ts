import type { Money } from '../../../libs/kernel/money.js';

/** How wide the demonstration prints. */
export const width = 110;

const indent = '  ';

/** What is printed, and whether it shows what it is there to show. */
export interface Block {
  readonly lines: readonly string[];
  readonly right: boolean;
}

/** A headline over a block. */
export const headline = (text: string): string => `── ${text} ${'─'.repeat(Math.max(0, width - text.length - 4))}`;

/** JSON on as few lines as fit, broken after commas. */
export function json(value: unknown): readonly string[] {
  const lines = [''];
  for (const piece of piecesOf(JSON.stringify(value))) {
    const line = `${lines.at(-1) ?? ''}${piece}`;
    if (line.length <= width - indent.length) lines.splice(-1, 1, line);
    else lines.push(` ${piece}`);
  }
  return lines.map((line) => indent + line);
}

/** After each comma that is not inside of a text. */
function piecesOf(text: string): readonly string[] {
  const matches = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])*(?:,|$)/g) ?? [];
  return matches.filter((piece) => piece !== '');
}

/** Cells below each other: the first column to the left, the others to the right; two blanks between. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cellAt = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => (indent + row.map(cellAt).join('  ')).trimEnd());
}

export const amountText = ({ amount, currency }: Money): string => `${currency} ${grouped(amount)}`;

/** `1234567.50` as `1,234,567.50`, `1200.00` as `1,200`. */
export const grouped = (amount: string): string => {
  const [whole = '', decimals = ''] = amount.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return /[^0]/.test(decimals) ? `${thousands}.${decimals}` : thousands;
};
