import type { FeedRow } from '../../../libs/application/feed/feed-reader.js';

/** CloudEvents 1.0, structured: the stored contract event in its envelope. `sequence` is the place in the feed. */
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
  origin: row.origin,
  recordedat: row.recordedAt,
  data: row.data,
});
