import type { RecordedEvent } from '../../../libs/kernel/events.js';
import type { ReadModel, Row } from '../../../libs/read-store/read-model.js';
import { reactionTo } from '../../../libs/read-store/reaction.js';

/** The rows that these events make, one event after the other: no pages, no store, no versions. */
export function rowsOf<R extends Row>(model: ReadModel<R>, events: readonly RecordedEvent[]): ReadonlyMap<string, R> {
  const rows = new Map<string, R>();
  for (const event of events) {
    const reaction = reactionTo(model, event.type);
    for (const key of new Set(reaction?.keys(event))) {
      const row = reaction?.change(rows.get(key), event, key) ?? null;
      if (row === null) rows.delete(key);
      else rows.set(key, row);
    }
  }
  return rows;
}
