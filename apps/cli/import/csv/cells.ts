/** The cells of a record; or where in it the quote stands that is never closed, or is closed before the end of its cell. */
export type Cells =
  { readonly cells: readonly string[] } | { readonly fault: 'open' | 'closed-early'; readonly at: number };

/**
 * Reads a record (RFC 4180). Blanks around a quoted cell do not count; a quote within a cell that does not begin with one is text
 * like any other: `5" pipe`.
 */
export function cellsOf(text: string, delimiter: string): Cells {
  if (!text.includes('"')) return { cells: text.split(delimiter) };
  const cells: string[] = [];
  for (let at = 0; ;) {
    const start = afterBlanks(text, at, delimiter);
    let end: number;
    if (text[start] === '"') {
      const close = closingQuote(text, start + 1);
      if (close === undefined) return { fault: 'open', at: start };
      end = afterBlanks(text, close + 1, delimiter);
      if (end < text.length && text[end] !== delimiter) return { fault: 'closed-early', at: start };
      cells.push(text.slice(start + 1, close).replaceAll('""', '"'));
    } else {
      const next = text.indexOf(delimiter, at);
      end = next < 0 ? text.length : next;
      cells.push(text.slice(at, end));
    }
    if (end === text.length) return { cells };
    at = end + 1;
  }
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return undefined;
}

function afterBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at += 1;
  return at;
}
