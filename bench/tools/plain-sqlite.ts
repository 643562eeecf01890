import { join } from 'node:path';
import Database from 'libsql';

/** Plain SQLite as the log uses it: a row per command, each commit synced to disk before it returns. */
export class PlainSqlite {
  private readonly database: Database.Database;
  private readonly insert: Database.Statement;

  constructor(folder: string) {
    this.database = new Database(join(folder, 'plain.db'));
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT');
    this.insert = this.database.prepare('INSERT INTO rows (content) VALUES (?)');
  }

  /** Durable when it returns. */
  add(content: string): number {
    return Number(this.insert.run(content).lastInsertRowid);
  }

  close(): void {
    this.database.close();
  }
}
