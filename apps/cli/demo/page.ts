/** How wide the demonstration prints. */
export const width = 108;

/** A headline over a block. */
export const headline = (text: string): string => `── ${text} ${'─'.repeat(Math.max(0, width - text.length - 4))}`;

/** JSON on as few lines as fit, broken after commas, each line indented. */
export function json(value: unknown, indent = '  '): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(JSON.stringify(value))) {
    if (line !== '' && indent.length + line.length + piece.trimEnd().length > width) {
      lines.push(indent + line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, indent + line];
}

/** After each comma that is not inside of a text. */
function piecesOf(text: string): readonly string[] {
  const matches = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])*(?:,|$)/g) ?? [];
  return matches.filter((piece) => piece !== '');
}

/** Cells below each other: the first column to the left, the others to the right; two blanks between. */
export function table(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `${indent}${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}

/** `1234567.50` as `1,234,567.50`. */
export const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
