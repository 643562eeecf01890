import { crc32 } from 'node:zlib';
import type { Instant } from '../../kernel/dates.js';
import type { EventMetadata, RecordedEvent } from '../../kernel/events.js';
import type { CommandId, EventId } from '../../kernel/ids.js';
import type { EventToAppend } from '../event-log.js';
import { positionAt } from '../position.js';

/** An event as a row of `log.db`. Stored for good. */
export interface LogRow {
  readonly sequence: number;
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly stream: string;
  /** Everything else, as `contentOf` wrote it. */
  readonly content: string;
}

/** The row's checksum, which also vouches for the row before it. */
export const checksumOf = (row: LogRow, previous: number): number => crc32(textOf(row), previous);

const textOf = ({ sequence, revision, recordedAt, stream, content }: LogRow): string =>
  `${String(sequence)}|${String(revision)}|${recordedAt}|${stream}|${content}`;

/**
 * A row with its checksum and that of the row before it (empty for the first) as one line of text, in SQL; `rowIn` reads it.
 * Many lines are read as one blob: that is fast, and libsql ends the process at text that is no UTF-8.
 */
export const lineInSql = `
  coalesce(p.checksum, '') || '|' || e.checksum || '|' ||
  e.sequence || '|' || e.revision || '|' || e.recorded_at || '|' || s.name || '|' || e.content`;

/** The row in such a line, or undefined when it does not match its checksum. `seed` is what the first row's goes out from. */
export function rowIn(line: string, seed: number): LogRow | undefined {
  const [previous = '', checksum = '', sequence = '', revision = '', recordedAt = '', stream = ''] = line.split('|', 6);
  const textAt = previous.length + checksum.length + 2;
  if (crc32(line.slice(textAt), previous === '' ? seed : Number(previous)) !== Number(checksum)) return undefined;
  const contentAt = textAt + sequence.length + revision.length + recordedAt.length + stream.length + 4;
  return {
    sequence: Number(sequence),
    revision: Number(revision),
    recordedAt: recordedAt as Instant,
    stream,
    content: line.slice(contentAt),
  };
}

/** What can stand in such a line, and is no stream's name otherwise. */
export const isStreamName = (name: string): boolean => /^[^|\s]+$/.test(name);

type Content = readonly [EventId, string, PackedMetadata, unknown];
/** 0 stands for "the command's own id"; the last part holds what most events don't have. */
type PackedMetadata = readonly [
  commandId: CommandId,
  fingerprint: string,
  correlationId: string | 0,
  causationId: string | 0,
  actorKind: EventMetadata['actor']['kind'],
  actorId: string,
  source: EventMetadata['source'],
  occurredAt: Instant,
  more?: Partial<EventMetadata>,
];

/** The event as JSON, without the keys that every event has. */
export function contentOf({ id, type, data, metadata }: EventToAppend): string {
  const content: Content = [id, type, packed(metadata), data];
  return JSON.stringify(content);
}

/** The id of the event in this content. */
export const eventIdIn = (content: string): string => content.slice(2, content.indexOf('"', 2));

export function eventIn(logId: string, row: LogRow): RecordedEvent {
  const [id, type, metadata, data] = JSON.parse(row.content) as Content;
  return {
    id,
    type,
    data,
    metadata: unpacked(metadata),
    stream: row.stream,
    revision: row.revision,
    position: positionAt(logId, row.sequence),
    recordedAt: row.recordedAt,
  };
}

function packed(metadata: EventMetadata): PackedMetadata {
  const { commandId, fingerprint, correlationId, causationId, actor, source, occurredAt, ...more } = metadata;
  return [
    commandId,
    fingerprint,
    correlationId === commandId ? 0 : correlationId,
    causationId === commandId ? 0 : causationId,
    actor.kind,
    actor.id,
    source,
    occurredAt,
    ...(Object.keys(more).length === 0 ? ([] as const) : ([more] as const)),
  ];
}

function unpacked(metadata: PackedMetadata): EventMetadata {
  const [commandId, fingerprint, correlationId, causationId, kind, id, source, occurredAt, more] = metadata;
  return {
    commandId,
    fingerprint,
    correlationId: correlationId === 0 ? commandId : correlationId,
    causationId: causationId === 0 ? commandId : causationId,
    actor: { kind, id },
    source,
    occurredAt,
    ...more,
  };
}
