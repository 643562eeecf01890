import type Database from 'libsql';
import type { RecordedEvent } from '../../kernel/events.js';
import { LogDamaged, type StreamTail } from '../event-log.js';
import { seedOf } from './log-file.js';
import type { Head } from './log-head.js';
import { eventIn, lineInSql, rowIn, type LogRow } from './log-row.js';
import { onLogFile } from './sqlite-errors.js';

const verifiedAtOnce = 1_000;
/** As SQLite's LIMIT. */
const unlimited = -1;

interface KnownTail extends StreamTail {
  /** How many events the log must have there, where that is known. */
  readonly known?: number | undefined;
}

/** Reads events and checks each against its checksum. Every method throws LogDamaged rather than serve what was changed. */
export class LogReader {
  readonly logId: string;
  private readonly seed: number;
  private readonly page: Database.Statement;
  private readonly stream: Database.Statement;
  private readonly tails: Database.Statement;
  private readonly checksum: Database.Statement;
  private readonly last: Database.Statement;

  constructor(
    private readonly database: Database.Database,
    private readonly file: string,
  ) {
    this.logId = this.idInFile();
    this.seed = seedOf(this.logId);
    this.page = this.prepared(`
      SELECT CAST(group_concat(line, char(10)) AS BLOB) FROM (
        SELECT ${lineInSql} AS line FROM events e
        CROSS JOIN streams s ON s.key = e.stream LEFT JOIN events p ON p.sequence = e.sequence - 1
        WHERE e.sequence > ? ORDER BY e.sequence LIMIT ?)`);
    this.stream = this.prepared(`
      SELECT CAST(group_concat(line, char(10)) AS BLOB) FROM (
        SELECT ${lineInSql} AS line FROM streams s
        CROSS JOIN events e ON e.stream = s.key LEFT JOIN events p ON p.sequence = e.sequence - 1
        WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?)`);
    this.tails = this.prepared(`
      SELECT CAST(group_concat(line, char(10)) AS BLOB) FROM (
        SELECT ${lineInSql} AS line FROM json_each(?) asked
        CROSS JOIN streams s ON s.name = asked.value ->> 0
        CROSS JOIN events e ON e.stream = s.key AND e.revision >= asked.value ->> 1
        LEFT JOIN events p ON p.sequence = e.sequence - 1 ORDER BY e.stream, e.revision)`);
    this.checksum = this.prepared('SELECT CAST(checksum AS INTEGER) FROM events WHERE sequence = ?');
    this.last = this.prepared('SELECT max(sequence) FROM events');
  }

  lastSequence(): number {
    const [sequence] = this.run(() => this.last.get() as [number | null]);
    return sequence ?? 0;
  }

  /** The checksum at this place, from which the next row's goes out. */
  checksumAt(sequence: number): number {
    if (sequence === 0) return this.seed;
    const row = this.run(() => this.checksum.get(sequence) as [number] | undefined);
    return row?.[0] ?? this.damaged(`event ${String(sequence)} is missing`);
  }

  /** The next so many events after this sequence: the log must have them. */
  eventsAfter(sequence: number, count: number): readonly RecordedEvent[] {
    const rows = this.rows(this.page, sequence, count);
    if (rows.length < count)
      this.damaged(`only ${String(rows.length)} of ${String(count)} events follow event ${String(sequence)}`);
    return rows.map((row, index) => {
      if (row.sequence !== sequence + index + 1) this.damaged(`event ${String(sequence + index + 1)} is missing`);
      return eventIn(this.logId, row);
    });
  }

  /** The stream's next so many events from this revision on; as many as the log must have, where that is known. */
  streamEvents(stream: string, from: number, count = Infinity, known = 0): readonly RecordedEvent[] {
    const rows = this.rows(this.stream, stream, from, Number.isFinite(count) ? count : unlimited);
    return this.withoutGaps(rows, { stream, from, known });
  }

  /** The same of several streams, to the end of each, in the order asked. */
  streamTails(tails: readonly KnownTail[]): readonly (readonly RecordedEvent[])[] {
    const first = new Map<string, number>();
    for (const { stream, from } of tails) first.set(stream, Math.min(from, first.get(stream) ?? from));
    const read = new Map<string, LogRow[]>();
    for (const row of this.rows(this.tails, JSON.stringify([...first]))) {
      const rows = read.get(row.stream);
      if (rows === undefined) read.set(row.stream, [row]);
      else rows.push(row);
    }
    return tails.map((tail) => {
      const rows = read.get(tail.stream)?.filter(({ revision }) => revision >= tail.from) ?? [];
      return this.withoutGaps(rows, tail);
    });
  }

  /** Whether the log's ends are whole and, where its head is known, not shorter than that. */
  verifyEnd(head: Head | undefined): void {
    const last = this.lastSequence();
    if (head && head.sequence > last) {
      this.damaged(`it ends at event ${String(last)}, but log.head has seen event ${String(head.sequence)}`);
    }
    if (head && this.checksumAt(head.sequence) !== head.checksum) {
      this.damaged(`event ${String(head.sequence)} is not the one that log.head has seen`);
    }
    // The first event vouches for the log's id, from which its checksum goes out.
    this.eventsAfter(0, Math.min(1, last));
    for (let at = Math.max(0, (head?.sequence ?? last) - 1); at < last; at += verifiedAtOnce) {
      this.eventsAfter(at, Math.min(verifiedAtOnce, last - at));
    }
  }

  close(): void {
    this.database.close();
  }

  private withoutGaps(rows: readonly LogRow[], { stream, from, known = 0 }: KnownTail): readonly RecordedEvent[] {
    const missing = (index: number): never => this.damaged(`revision ${String(from + index)} of ${stream} is missing`);
    if (rows.length < known) missing(rows.length);
    return rows.map((row, index) => (row.revision === from + index ? eventIn(this.logId, row) : missing(index)));
  }

  private rows(query: Database.Statement, ...parameters: readonly (string | number)[]): readonly LogRow[] {
    const [lines] = this.run(() => query.get(...parameters) as readonly [Buffer | null]);
    if (lines === null) return [];
    return lines
      .toString()
      .split('\n')
      .map((line) => rowIn(line, this.seed) ?? this.damaged(`event ${placeIn(line)} does not match its checksum`));
  }

  private idInFile(): string {
    const row = this.run(
      () =>
        this.database.prepare('SELECT CAST(id AS BLOB) FROM log').raw().get() as readonly [Buffer | null] | undefined,
    );
    return row?.[0]?.toString() ?? this.damaged('its id is missing');
  }

  private damaged(what: string): never {
    throw new LogDamaged(`${this.file} is damaged: ${what}. Restore it from a backup.`);
  }

  private prepared(sql: string): Database.Statement {
    return this.run(() => this.database.prepare(sql).raw());
  }

  private run<T>(query: () => T): T {
    return onLogFile(this.file, query);
  }
}

const placeIn = (line: string): string => {
  const [, , sequence = '', revision = '', , stream = ''] = line.split('|', 6);
  return `${sequence} (${stream}, revision ${revision})`;
};
