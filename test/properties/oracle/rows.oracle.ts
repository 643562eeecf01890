import { later, type Instant } from '../../../libs/kernel/dates.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { ReadModel, Row } from '../../../libs/read-store/read-model.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import { reactionTo } from '../../../libs/read-store/reaction.js';

/** The rows that these events make, one event after the other: no pages, no store, no versions. */
export function rowsOf<R extends Row>(model: ReadModel<R>, events: readonly RecordedEvent[]): ReadonlyMap<string, R> {
  const rows = new Map<string, R>();
  for (const event of events) {
    const reaction = reactionTo(model, event.type);
    for (const key of new Set(reaction?.keys(event))) {
      const row = reaction?.change(rows.get(key), event, key, (other) => rows.get(other)) ?? null;
      if (row === null) rows.delete(key);
      else rows.set(key, row);
    }
  }
  return rows;
}

/** What a row became, from when on, and since when that was known. */
interface RowVersion<R extends Row> {
  readonly id: string;
  readonly row: R | null;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

/** All versions of the rows, event by event; those of one row follow each other on both axes, whatever the clocks did. */
export function versionsOf<R extends Row>(
  model: ReadModel<R>,
  events: readonly RecordedEvent[],
): readonly RowVersion<R>[] {
  const last = new Map<string, RowVersion<R>>();
  const versions: RowVersion<R>[] = [];
  for (const event of events) {
    const reaction = reactionTo(model, event.type);
    for (const id of new Set(reaction?.keys(event))) {
      const before = last.get(id);
      const others = (other: string) => last.get(other)?.row ?? undefined;
      const row = reaction?.change(before?.row ?? undefined, event, id, others) ?? null;
      if (row === (before?.row ?? null)) continue;
      const { metadata, recordedAt } = event;
      const version = {
        id,
        row,
        occurredAt: later(metadata.occurredAt, before?.occurredAt ?? metadata.occurredAt),
        recordedAt: later(recordedAt, before?.recordedAt ?? recordedAt),
      };
      last.set(id, version);
      versions.push(version);
    }
  }
  return versions;
}

/** The rows by their last versions that had happened and were known. */
export function heldAt<R extends Row>(versions: readonly RowVersion<R>[], { asOf, knownAt }: AsOf): R[] {
  const held = new Map<string, R | null>();
  for (const { id, row, occurredAt, recordedAt } of versions)
    if ((asOf ?? occurredAt) >= occurredAt && (knownAt ?? recordedAt) >= recordedAt) held.set(id, row);
  return [...held.values()].filter((row) => row !== null);
}
