import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { EventData, JSONType, RecordedEvent as ServerEvent } from '@eventstore/db-client';
import { instantOf, type Instant } from '../../kernel/dates.js';
import type { EventMetadata, RecordedEvent } from '../../kernel/events.js';
import { isId, type EventId } from '../../kernel/ids.js';
import { isPlainObject } from '../../kernel/json.js';
import { LogDamaged, LogUnavailable, type CopiedEvent, type EventToAppend } from '../event-log.js';
import type { Place, Places } from './place.js';

/**
 * What this adapter adds to the metadata of each event, as `tidemark`. Stored for good. The checksum vouches for the event's id, stream,
 * revision, type, data and metadata: what another client wrote, or a changed byte, is never served.
 */
interface Mark {
  /** Of the append that wrote it: tells a repeat, which was written by an earlier one. */
  readonly append: string;
  /** Which of that append's events it is. */
  readonly index: number;
  /** Of an event that was copied from another log; else it is the server's `created`. */
  readonly recordedAt?: Instant;
  readonly checksum: string;
}

/** Events ready to be sent, and what the server counts of them. */
export interface Proposal {
  readonly append: string;
  readonly events: EventData[];
  readonly ids: readonly EventId[];
  readonly texts: readonly string[];
}

/** An event of ours, and what only the adapter is to know of it. */
export interface StoredEvent {
  readonly event: RecordedEvent;
  readonly place: Place;
  readonly append: string;
  readonly index: number;
  /** By the server's clock. */
  readonly created: Instant;
  readonly isCopied: boolean;
}

/**
 * Everything that the client must not see is refused here: it answers a wrong id or an empty type with a crash, and data that is no JSON
 * never. The data is copied, for it is written as text later than it is summed. @throws RangeError @throws TypeError
 */
export function proposalOf(stream: string, first: number, events: readonly (EventToAppend | CopiedEvent)[]): Proposal {
  if (!/^[^$\s|][^\s|]*$/.test(stream))
    throw new RangeError(`"${stream}" cannot be a stream's name: give it no spaces, no "|" and no "$" before it.`);
  if (events.length === 0) throw new RangeError(`Nothing to append to ${stream}: name at least one event.`);
  const append = randomUUID().slice(0, 13);
  const written = events.map((event, index) => writtenEvent({ stream, revision: first + index, append, index, event }));
  return {
    append,
    events: written.map(({ data }) => data),
    ids: events.map(({ id }) => id),
    texts: written.map(({ text }) => text),
  };
}

function writtenEvent({ stream, revision, append, index, event }: Writing): { data: EventData; text: string } {
  const { id, type } = event;
  if (!isId(id)) throw new RangeError(`"${id}" cannot be an event's id: give it a UUID in lower case.`);
  if (type === '' || type.startsWith('$'))
    throw new RangeError(`"${type}" cannot be an event's type: give it a name without "$" before it.`);
  const data = copyOf(event.data, `The data of ${type} for ${stream}`);
  const fields = fieldsOf(copyOf(event.metadata, `The metadata of ${type} for ${stream}`));
  const recordedAt = 'recordedAt' in event ? { recordedAt: event.recordedAt } : {};
  const mark = { append, index, ...recordedAt };
  const checksum = checksumOf({ id, stream, revision, type, data, fields, mark });
  const metadata = JSON.stringify({ ...fields, tidemark: { ...mark, checksum } });
  return {
    data: { id, contentType: 'application/json', type, data, metadata: new TextEncoder().encode(metadata) },
    // The server counts a type as UTF-16.
    text: `${type}${type}${JSON.stringify(data)}${metadata}`,
  };
}

interface Writing {
  readonly stream: string;
  readonly revision: number;
  readonly append: string;
  readonly index: number;
  readonly event: EventToAppend | CopiedEvent;
}

/** As JSON keeps it. @throws TypeError */
function copyOf<T>(value: T, what: string): T & JSONType {
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return JSON.parse(text) as T & JSONType;
  } catch (error) {
    throw new TypeError(`${what} cannot be written as JSON: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
  throw new TypeError(`${what} cannot be written as JSON: it is ${String(value)}.`);
}

/** The event's metadata under the names that other clients and the server's own projections know. */
type Fields = Omit<EventMetadata, 'correlationId' | 'causationId'> & {
  readonly $correlationId: string;
  readonly $causationId: string;
};

function fieldsOf({ commandId, fingerprint, correlationId, causationId, ...more }: EventMetadata): Fields {
  return { commandId, fingerprint, $correlationId: correlationId, $causationId: causationId, ...more };
}

function metadataOf({ commandId, fingerprint, $correlationId, $causationId, ...more }: Fields): EventMetadata {
  return { commandId, fingerprint, correlationId: $correlationId, causationId: $causationId, ...more };
}

interface Summed {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
  readonly fields: unknown;
  readonly mark: Omit<Mark, 'checksum'>;
}

const checksumOf = ({ id, stream, revision, type, data, fields, mark }: Summed): string =>
  crc32(JSON.stringify([id, stream, revision, type, mark, fields, data])).toString(16);

/** The event in what the server returned. @throws LogDamaged */
export function storedEvent(places: Places, stored: ServerEvent): StoredEvent {
  const { id, type, streamId: stream, data, metadata, position: place } = stored;
  const revision = Number(stored.revision);
  const where = `Event ${String(revision)} of ${stream} (${id}, ${type})`;
  const { tidemark, ...fields } = isPlainObject(metadata) ? metadata : {};
  if (!isMark(tidemark)) {
    throw new LogDamaged(
      `${where} has no mark in its metadata: it is damaged, or was written by another program. This log needs a server of its own.`,
    );
  }
  const { checksum, ...mark } = tidemark;
  if (checksumOf({ id, stream, revision, type, data, fields, mark }) !== checksum) {
    throw new LogDamaged(`${where} does not match its checksum. Restore the server from a backup.`);
  }
  if (place === undefined || place.commit > mostPlace) {
    throw new LogUnavailable(`The server does not tell where ${where} is in its log. Use 22.6 or later.`);
  }
  const created = instantOf(stored.created.getTime());
  const event = {
    id: id as EventId,
    type,
    data,
    metadata: metadataOf(fields as Fields),
    stream,
    revision,
    position: places.positionAt(place),
    recordedAt: mark.recordedAt ?? created,
  };
  return {
    event,
    place,
    append: mark.append,
    index: mark.index,
    created,
    isCopied: mark.recordedAt !== undefined,
  };
}

/** What a server tells that knows no place. */
const mostPlace = 2n ** 63n - 1n;

const isMark = (value: unknown): value is Mark =>
  isPlainObject(value) &&
  typeof value.append === 'string' &&
  typeof value.index === 'number' &&
  typeof value.checksum === 'string';

/** Whether it is the server's own, beside ours: statistics, links, metadata of streams. */
export const isSystemEvent = ({ streamId, type }: Pick<ServerEvent, 'streamId' | 'type'>): boolean =>
  streamId.startsWith('$') || type.startsWith('$');
