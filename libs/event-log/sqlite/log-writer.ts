import type Database from 'libsql';
import { justAfter, later, type Clock, type Instant } from '../../kernel/dates.js';
import {
  firstAfter,
  RevisionConflict,
  type Appended,
  type CopiedEvent,
  type EventToAppend,
  type ExpectedRevision,
} from '../event-log.js';
import type { RecordedEvent } from '../../kernel/events.js';
import { withoutUndefined } from '../../kernel/json.js';
import { LruMap } from '../../kernel/lru-map.js';
import { refuseTooLarge } from '../append-size.js';
import { positionAt } from '../position.js';
import type { Head } from './log-head.js';
import { checksumOf, contentOf, eventIdIn, isStreamName, type LogRow } from './log-row.js';

/** Events to be written together, each as JSON already too. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly { readonly event: EventToAppend | CopiedEvent; readonly content: string }[];
}

/** What each append of a batch came to. */
export type Judgement = Appended | RevisionConflict;

/** What a batch came to, and the events that it added after this sequence. */
export interface Written {
  readonly judgements: readonly Judgement[];
  readonly after: number;
  readonly events: readonly RecordedEvent[];
}

interface StreamEnd {
  /** Undefined while there is no such stream. */
  readonly key: number | undefined;
  /** -1 while it has no event. */
  readonly revision: number;
}

interface LogEnd extends Head {
  readonly recordedAt: Instant;
}

export function appendOf(
  stream: string,
  expected: ExpectedRevision,
  events: readonly (EventToAppend | CopiedEvent)[],
): Append {
  if (!isStreamName(stream))
    throw new RangeError(`"${stream}" cannot be a stream's name: give it no spaces and no "|".`);
  if (events.length === 0) throw new RangeError(`Nothing to append to ${stream}: name at least one event.`);
  const contents = events.map(contentOf);
  refuseTooLarge(stream, contents, namesLeftOut);
  return { stream, expected, events: events.map((event, index) => ({ event, content: contents[index] ?? '' })) };
}

/** The names in an event's metadata, about: `contentOf` does not write them. */
const namesLeftOut = 200;

/** What a transaction has changed so far; it counts once it is committed. */
interface Batch {
  readonly streams: Map<string, StreamEnd>;
  readonly recordedAt: Instant;
  readonly events: RecordedEvent[];
  end: LogEnd;
}

/** Writes batches of appends, each batch in one transaction, and judges each append by itself. */
export class LogWriter {
  private readonly known = new LruMap<string, StreamEnd>(50_000);
  /** Undefined after a failure, which may have left the log here or there. */
  private end: LogEnd | undefined;
  /** Everything is recorded at this instant or later: told as known up to just before it. Undefined: as the log ends when it is opened. */
  private earliest: Instant | undefined;
  private readonly insert: Database.Statement;
  private readonly insertStream: Database.Statement;
  private readonly streamEnd: Database.Statement;
  private readonly stored: Database.Statement;
  private readonly lastRow: Database.Statement;

  constructor(
    private readonly database: Database.Database,
    private readonly logId: string,
    private readonly seed: number,
    private readonly clock: Clock,
  ) {
    this.insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)');
    this.insertStream = database.prepare('INSERT INTO streams (name) VALUES (?)');
    this.streamEnd = database
      .prepare('SELECT key, (SELECT max(revision) FROM events WHERE stream = key) FROM streams WHERE name = ?')
      .raw();
    this.stored = database
      .prepare(
        'SELECT sequence, CAST(recorded_at AS BLOB), CAST(content AS BLOB) FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision',
      )
      .raw();
    this.lastRow = database
      .prepare(
        'SELECT sequence, CAST(checksum AS INTEGER), CAST(recorded_at AS BLOB) FROM events ORDER BY sequence DESC LIMIT 1',
      )
      .raw();
  }

  /** Where the log ends. */
  head(): Head {
    return (this.end ??= this.storedEnd());
  }

  /** The revision of the stream's last event, as the one writer knows it; -1 for a stream without any. */
  revisionOf(stream: string): number {
    return this.endOf(stream).revision;
  }

  /** What is written from now on is recorded after this instant. */
  recordAfter(instant: Instant): void {
    const earliest = this.earliestAfter(this.end ?? this.storedEnd());
    this.earliest = later(earliest, justAfter(instant));
  }

  /** All of it is durable when this returns. When it throws, the outcome is that of the failed commit: mostly nothing. */
  write(appends: readonly Append[]): Written {
    try {
      this.database.exec('BEGIN IMMEDIATE');
      const end = this.end ?? this.storedEnd();
      const batch: Batch = {
        streams: new Map(),
        recordedAt: later(this.clock.now(), later(this.earliestAfter(end), end.recordedAt)),
        events: [],
        end,
      };
      const judgements = appends.map((append) => this.writeOne(append, batch));
      this.database.exec('COMMIT');
      this.end = batch.end;
      for (const [stream, streamEnd] of batch.streams) this.known.set(stream, streamEnd);
      return { judgements, after: end.sequence, events: batch.events };
    } catch (error) {
      this.end = undefined;
      this.known.clear();
      this.rollBack();
      throw error;
    }
  }

  /** What failed is said, not that this failed too; the next `BEGIN` does then. */
  private rollBack(): void {
    try {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
    } catch {
      // SQLite rolls some errors back by itself.
    }
  }

  private writeOne(append: Append, batch: Batch): Judgement {
    const { stream, expected, events } = append;
    const at = batch.streams.get(stream) ?? this.endOf(stream);
    const first = firstAfter(expected);
    if (first !== at.revision + 1) return this.repeated(append, at);

    const key = at.key ?? this.newStream(stream);
    let { sequence, checksum, recordedAt: latest } = batch.end;
    let recordedAt = batch.recordedAt;
    const positions = events.map(({ event, content }, index) => {
      recordedAt = 'recordedAt' in event ? event.recordedAt : batch.recordedAt;
      latest = later(latest, recordedAt);
      const row: LogRow = { sequence: ++sequence, stream, revision: first + index, recordedAt, content };
      checksum = checksumOf(row, checksum);
      this.insert.run(sequence, key, row.revision, recordedAt, content, checksum);
      const position = positionAt(this.logId, sequence);
      batch.events.push({ ...withoutUndefined(event), stream, revision: row.revision, position, recordedAt });
      return position;
    });
    const revision = first + events.length - 1;
    batch.end = { sequence, checksum, recordedAt: latest };
    batch.streams.set(stream, { key, revision });
    return { revision, position: positionAt(this.logId, sequence), positions, recordedAt, repeated: false };
  }

  /** The first answer again when these very events stand there already. */
  private repeated({ stream, expected, events }: Append, at: StreamEnd): Judgement {
    const conflict = new RevisionConflict(stream, expected, at.revision < 0 ? 'none' : at.revision);
    if (at.key === undefined) return conflict;
    const first = firstAfter(expected);
    const revision = first + events.length - 1;
    const rows = this.stored.all(at.key, first, revision) as (readonly [number, Buffer, Buffer])[];
    const ids = rows.map(([, , content]) => eventIdIn(content.toString()));
    const asked = events.map(({ event }) => event.id);
    const [sequence, time] = rows.at(-1) ?? [];
    if (sequence === undefined || time === undefined || !sameItems(ids, asked)) return conflict;
    const positions = rows.map(([place]) => positionAt(this.logId, place));
    return {
      revision,
      position: positionAt(this.logId, sequence),
      positions,
      recordedAt: instantIn(time),
      repeated: true,
    };
  }

  /** What another process told as known before, at the end of the log as this one found it, stays so when the clock was put back since. */
  private earliestAfter({ sequence, recordedAt }: LogEnd): Instant {
    return (this.earliest ??= sequence === 0 ? this.clock.now() : justAfter(recordedAt));
  }

  private endOf(stream: string): StreamEnd {
    const known = this.known.get(stream);
    if (known !== undefined) return known;
    const row = this.streamEnd.get(stream) as readonly [number, number | null] | undefined;
    // That there is none is known too, until this writer makes it.
    const end = { key: row?.[0], revision: row?.[1] ?? -1 };
    this.known.set(stream, end);
    return end;
  }

  private newStream(stream: string): number {
    return Number(this.insertStream.run(stream).lastInsertRowid);
  }

  private storedEnd(): LogEnd {
    const row = this.lastRow.get() as readonly [number, number, Buffer] | undefined;
    const [sequence, checksum, time] = row ?? [0, this.seed, Buffer.of()];
    return { sequence, checksum, recordedAt: instantIn(time) };
  }
}

const instantIn = (bytes: Buffer): Instant => bytes.toString() as Instant;

const sameItems = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((item, index) => item === right[index]);
