import { cursorOf } from '../../../libs/application/feed/feed-cursor.js';
import type { FeedRow } from '../../../libs/application/feed/feed-reader.js';
import { feedPath } from '../http/path.js';

/** Where the JSON Schema of a published event is. */
export const schemaUrl = (publicUrl: string, type: string): string => `${publicUrl}/schemas/${type}.json`;

/**
 * CloudEvents 1.0, structured: the stored event in its envelope. `sequence` is the place in the feed, `cursor` what to go on after;
 * `causationid` the event, or the command, that it follows from; `actor` who did it, as `key:<id>`, so that who writes back knows its own.
 */
export const cloudEvent = (row: FeedRow, publicUrl: string) => ({
  specversion: '1.0',
  id: row.eventId,
  source: `${publicUrl}${feedPath}`,
  type: `tidemark.${row.type}`,
  subject: row.subject,
  time: row.occurredAt,
  datacontenttype: 'application/json',
  dataschema: schemaUrl(publicUrl, row.type),
  sequence: row.sequence,
  cursor: cursorOf(row),
  origin: row.origin,
  recordedat: row.recordedAt,
  causationid: row.causationId,
  correlationid: row.correlationId,
  actor: `${row.actor.kind}:${row.actor.id}`,
  ...(row.onBehalfOf !== undefined && { onbehalfof: row.onBehalfOf }),
  data: row.data,
});
