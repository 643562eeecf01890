import Type, { type Static, type TObject } from 'typebox';
import { cursorOf, givenCursorShape } from '../../../libs/application/feed/feed-cursor.js';
import type { FeedRow } from '../../../libs/application/feed/feed-reader.js';
import { allEvents } from '../../../libs/application/register/all-events.js';
import type { EventType } from '../../../libs/kernel/events.js';
import { feedPath } from '../http/path.js';

/** Where the JSON Schema of a published event is. */
export const schemaUrl = (publicUrl: string, type: string): string => `${publicUrl}/schemas/${type}.json`;

/** What every event of the feed has beside its type and its data. */
const envelope = {
  specversion: Type.Literal('1.0'),
  id: Type.String({ format: 'uuid', description: 'The same at every delivery: apply it once.' }),
  source: Type.String({ format: 'uri' }),
  subject: Type.String({ description: 'The id of what it happened to.' }),
  time: Type.String({ format: 'date-time', description: 'When it happened.' }),
  datacontenttype: Type.Literal('application/json'),
  dataschema: Type.String({ format: 'uri', description: 'Where the JSON Schema of the data is.' }),
  sequence: Type.Integer({ minimum: 1, description: 'The place in the feed: 1, 2, 3 …' }),
  cursor: Type.String({ pattern: givenCursorShape.source, description: 'What to go on after.' }),
  origin: Type.String({ description: '`sale`, `import` or `manual` (decision 16).' }),
  recordedat: Type.String({ format: 'date-time', description: 'When the log took it.' }),
  causationid: Type.String({ description: 'The event, or the command, that it follows from.' }),
  correlationid: Type.String({ description: 'The id of the request (`X-Request-Id`) that it goes back to.' }),
  actor: Type.String({ description: 'Who did it, as `key:<id>`: who writes back knows its own.' }),
  onbehalfof: Type.Optional(Type.String()),
};
type Envelope = Static<TObject<typeof envelope>>;

/** CloudEvents 1.0, structured: the stored event in its envelope. `sequence` is the place in the feed, `cursor` what to go on after. */
export const cloudEvent = (row: FeedRow, publicUrl: string): Envelope & Pick<FeedRow, 'type' | 'data'> => ({
  specversion: '1.0',
  id: row.eventId,
  source: `${publicUrl}${feedPath}`,
  type: typeOf(row.type),
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

const typeOf = (event: string): string => `tidemark.${event}`;

/** The events that the feed tells. */
export const publishedEvents: readonly EventType<string, unknown>[] = allEvents
  .filter(({ published }) => published)
  .flatMap(({ events }) => events);

/** A published event as the feed tells it. */
export const cloudEventSchema = ({ type, schema }: EventType<string, unknown>): TObject =>
  Type.Object({ ...envelope, type: Type.Literal(typeOf(type)), data: schema }, { title: `${type}CloudEvent` });

/** Any of them. */
export const FeedEvent = Type.Union(publishedEvents.map(cloudEventSchema), { title: 'FeedEvent' });
