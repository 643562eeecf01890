import type { EventLog } from '../../event-log/event-log.js';
import type { RecordedEvent } from '../../kernel/events.js';
import type { TimelineRow } from '../../../projections/timeline/timeline.read-model.js';

/** An event as a timeline shows it. */
export type TimelineEntry = Pick<
  TimelineRow,
  'subject' | 'type' | 'occurredAt' | 'recordedAt' | 'source' | 'revision'
> &
  Pick<RecordedEvent['metadata'], 'actor' | 'correlationId'> & {
    readonly id: string;
    readonly importId: string | null;
    readonly data: unknown;
  };

/** The rows with what their events say, read from the log; personal data still sealed. */
export async function entriesOf(
  log: Pick<EventLog, 'read'>,
  rows: readonly TimelineRow[],
): Promise<readonly TimelineEntry[]> {
  const pieces = await Promise.all(runsOf(rows).map(({ stream, from, count }) => log.read(stream, from, count)));
  const events = new Map(pieces.flat().map((event) => [String(event.id), event]));
  return rows.map((row) => entryOf(row, events.get(row._id)));
}

function entryOf({ _id, stream, revision, ...row }: TimelineRow, event: RecordedEvent | undefined): TimelineEntry {
  if (event === undefined) throw new Error(`The log has no event ${_id} at revision ${String(revision)} of ${stream}.`);
  const { actor, correlationId, importId = null } = event.metadata;
  return { id: _id, ...row, revision, actor, correlationId, importId, data: event.data };
}

interface Run {
  readonly stream: string;
  readonly from: number;
  count: number;
}

/** Neighbours of one stream are read together. */
function runsOf(rows: readonly TimelineRow[]): readonly Run[] {
  const runs: Run[] = [];
  const inOrder = [...rows].sort((a, b) =>
    a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.revision - b.revision,
  );
  for (const { stream, revision } of inOrder) {
    const last = runs.at(-1);
    if (last?.stream === stream && last.from + last.count === revision) last.count += 1;
    else runs.push({ stream, from: revision, count: 1 });
  }
  return runs;
}
