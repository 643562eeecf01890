import type { Row } from './tools/row.js';

/** In the order of the table, the slowest last. Each is a file of its own, so that one that cannot be loaded leaves the others alone. */
export const rowNames: readonly string[] = [
  'commands',
  'as-of',
  'list',
  'read-your-writes',
  'long-reads',
  'restart',
  'memory',
  'long-stream',
  'import',
  'peers',
  'rebuild',
  'commands-in-rebuild',
];

export async function rowOf(name: string): Promise<Row> {
  const { row } = (await import(`./${name}.row.js`)) as { readonly row: Row };
  return row;
}
