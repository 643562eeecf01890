import Type, { type Static } from 'typebox';
import type { EventLog } from '../../event-log/event-log.js';
import { Actor, type RecordedEvent } from '../../kernel/events.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { TimelineRow } from '../../../projections/timeline/timeline.read-model.js';

const { _id: _, stream: __, ...shownFields } = TimelineRow.properties;

/** An event as a timeline shows it. */
export const TimelineEntry = Type.Object({
  id: Type.String(),
  ...shownFields,
  actor: Actor,
  correlationId: Type.String({ description: 'The id of the request (`X-Request-Id`) that it goes back to.' }),
  importId: Nullable(Type.String()),
  data: Type.Unsafe<unknown>({
    type: 'object',
    additionalProperties: true,
    description: 'As docs/events.md says for the type.',
  }),
});
export type TimelineEntry = Readonly<Static<typeof TimelineEntry>>;

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
