import { cursorOf } from '../../../libs/application/feed/feed-cursor.js';
import type { FeedRow } from '../../../libs/application/feed/feed-reader.js';

/** CloudEvents 1.0, structured: the stored contract event in its envelope. `sequence` is the place in the feed, `cursor` what to go on after. */
export const cloudEvent = (row: FeedRow) => ({
  specversion: '1.0',
  id: row.eventId,
  source: '/v1/contract-events',
  type: `tidemark.${row.type}`,
  subject: row.contractId,
  time: row.occurredAt,
  datacontenttype: 'application/json',
  dataschema: `/schemas/${row.type}.json`,
  sequence: row.sequence,
  cursor: cursorOf(row),
  origin: row.origin,
  recordedat: row.recordedAt,
  data: row.data,
});
