import Database from 'libsql';

interface Column {
  readonly name: string;
  readonly hidden: number;
}

const atOnce = 5_000;

/**
 * Copies all tables of a read model's file into a new one as fast as SQLite takes rows: in their order, in large transactions, indexes
 * last. Returns the seconds for writing alone; where the rows come from is not counted.
 */
export function bulkInsertSeconds(from: string, to: string): number {
  const source = new Database(from);
  const target = new Database(to);
  target.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  let seconds = 0;
  const timed = (work: () => void): void => {
    const start = performance.now();
    work();
    seconds += (performance.now() - start) / 1000;
  };
  for (const { sql } of madeBy(source, 'table')) timed(() => target.exec(sql));
  for (const { name } of madeBy(source, 'table')) {
    const columns = (source.prepare(`PRAGMA table_xinfo("${name}")`).all() as readonly Column[]).filter(
      ({ hidden }) => hidden === 0,
    );
    const names = columns.map((column) => `"${column.name}"`).join(', ');
    const insert = target.prepare(`INSERT INTO "${name}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
    const write = (rows: readonly (readonly unknown[])[]) =>
      timed(() => {
        target.exec('BEGIN');
        for (const row of rows) insert.run(...row);
        target.exec('COMMIT');
      });
    let page: (readonly unknown[])[] = [];
    for (const row of source.prepare(`SELECT ${names} FROM "${name}"`).raw().iterate()) {
      page.push(row as readonly unknown[]);
      if (page.length < atOnce) continue;
      write(page);
      page = [];
    }
    write(page);
  }
  for (const { sql } of madeBy(source, 'index')) timed(() => target.exec(sql));
  timed(() => target.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  source.close();
  target.close();
  return seconds;
}

/** Reads every row of the log and parses it, without any check. */
export function readAndParseSeconds(log: string): { readonly seconds: number; readonly events: number } {
  const source = new Database(log);
  const start = performance.now();
  let events = 0;
  for (const row of source.prepare('SELECT content FROM events ORDER BY sequence').raw().iterate()) {
    JSON.parse((row as readonly [string])[0]);
    events += 1;
  }
  source.close();
  return { seconds: (performance.now() - start) / 1000, events };
}

const madeBy = (database: Database.Database, type: 'table' | 'index') =>
  (
    database
      .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'`)
      .raw()
      .all(type) as readonly (readonly [string, string])[]
  ).map(([name, sql]) => ({ name, sql }));
