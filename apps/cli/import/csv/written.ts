/** A line of a CSV file with these cells (RFC 4180), quoted where that is needed. */
export const csvLine = (cells: readonly string[], delimiter: string): string =>
  `${cells.map((text) => csvCell(text, delimiter)).join(delimiter)}\n`;

const csvCell = (text: string, delimiter: string): string =>
  /["\r\n]/.test(text) || text.includes(delimiter) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
