import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import type { EventLog, EventToAppend } from '../../libs/event-log/event-log.js';
import { MemoryEventLog } from '../../libs/event-log/memory/memory-event-log.js';
import { openSqliteEventLog } from '../../libs/event-log/sqlite/sqlite-event-log.js';
import { systemClock } from '../../libs/kernel/dates.js';
import { builtFile } from './node-process.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';

/** An event store as far as they can be compared. */
export interface Store {
  /** @param next how many events the stream has: another number is refused */
  append(stream: string, next: number, events: readonly EventToAppend[]): Promise<unknown>;
  /** Reads and parses the stream; returns how many events it has. */
  load(stream: string): Promise<number>;
  /** Reads and parses every event. */
  readAll(): Promise<number>;
  close(): unknown;
}

export const peersFolder = join(builtFile('..'), 'bench/peers');

/** The stores by name; those of others are in `bench/peers`. */
export async function openStore(name: string, folder: string): Promise<Store> {
  if (name === 'tidemark') return asStore(openSqliteEventLog({ folder, clock: systemClock }));
  if (name === 'tidemark-memory') return asStore(new MemoryEventLog(systemClock));
  if (name === 'plain-sqlite') return new PlainStore(folder);
  const file = pathToFileURL(join(peersFolder, `${name}.mjs`)).href;
  const { open } = (await import(file)) as { readonly open: (folder: string) => Store };
  return open(folder);
}

const asStore = (log: EventLog): Store => ({
  append: (stream, next, events) => log.append(stream, next === 0 ? 'none' : next - 1, events),
  load: async (stream) => (await log.read(stream)).length,
  readAll: async () => {
    let count = 0;
    for await (const { events } of pagesToEnd(log, { count: 1_000 })) count += events.length;
    return count;
  },
  close: () => log.close(),
});

/** SQLite by hand, as one would write it first: a row per event, a commit per append. */
class PlainStore implements Store {
  private readonly database: Database.Database;
  private readonly insert: Database.Statement;
  private readonly ofStream: Database.Statement;

  constructor(folder: string) {
    this.database = new Database(join(folder, 'plain.db'));
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.database.exec(
      'CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, UNIQUE (stream, version))',
    );
    this.insert = this.database.prepare('INSERT INTO events (stream, version, content) VALUES (?, ?, ?)');
    this.ofStream = this.database.prepare('SELECT content FROM events WHERE stream = ? ORDER BY version').raw();
  }

  append(stream: string, next: number, events: readonly EventToAppend[]): Promise<unknown> {
    this.database.exec('BEGIN IMMEDIATE');
    events.forEach((event, index) => this.insert.run(stream, next + index, JSON.stringify(event)));
    this.database.exec('COMMIT');
    return Promise.resolve();
  }

  load(stream: string): Promise<number> {
    return Promise.resolve(parsed(this.ofStream.all(stream)));
  }

  readAll(): Promise<number> {
    return Promise.resolve(
      parsed(this.database.prepare('SELECT content FROM events ORDER BY position').raw().iterate()),
    );
  }

  close(): void {
    this.database.close();
  }
}

function parsed(rows: Iterable<unknown>): number {
  let count = 0;
  for (const row of rows) {
    JSON.parse((row as readonly [string])[0]);
    count += 1;
  }
  return count;
}
