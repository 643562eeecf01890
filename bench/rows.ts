import type { Row } from './tools/row.js';

/** In the order of the table. Each is a file of its own, so that one that cannot be loaded leaves the others alone. */
export const rowNames: readonly string[] = [
  'commands',
  'long-stream',
  'rebuild',
  'commands-in-rebuild',
  'as-of',
  'peers',
  'import',
  'read-your-writes',
  'restart',
  'memory',
  'list',
];

export async function rowOf(name: string): Promise<Row> {
  const { row } = (await import(`./${name}.row.js`)) as { readonly row: Row };
  return row;
}
