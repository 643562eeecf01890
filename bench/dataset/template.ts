import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '../../libs/event-log/event-log.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import { newId } from '../../libs/kernel/ids.js';

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const dayMillis = 86_400_000;

/** One life's events, to be copied with ids of their own and on other days. */
export interface Template {
  /** On which day of the life each event happened. */
  readonly days: readonly number[];
  readonly copy: (from: Date, accounts: Replacement) => Copy;
}

/** Text in the events and what stands for it in a copy. */
export type Replacement = ReadonlyMap<string, string>;

export interface Copy {
  readonly stream: string;
  readonly event: (index: number) => EventToAppend;
}

/** @param shared ids that copies have in common, such as those of products */
export function templateOf(events: readonly RecordedEvent[], shared: ReadonlySet<string>): Template {
  const [first] = events;
  if (first === undefined) throw new Error('A life without events cannot be copied.');
  const began = startOfDay(first.metadata.occurredAt);
  const texts = events.map(({ id, type, data, metadata }) => JSON.stringify({ id, type, data, metadata }));
  const own = [...new Set(texts.flatMap((text) => text.match(anyId) ?? []))].filter((id) => !shared.has(id));
  return {
    days: events.map(({ metadata }) => (startOfDay(metadata.occurredAt) - began) / dayMillis),
    copy: (from, accounts) => {
      const ids = new Map(own.map((id) => [id, id[14] === '7' ? newId() : randomUUID()]));
      const later = from.getTime() - began;
      const text = (found: string): string => ids.get(found) ?? accounts.get(found) ?? found;
      return {
        stream: first.stream.replace(anyId, text),
        event: (index) => JSON.parse(copyOf(texts[index] ?? '', text, later)) as EventToAppend,
      };
    },
  };
}

const replaced =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"(\d{4}-\d\d-\d\d)(T[^"]+)?"|Account \d+/g;

function copyOf(json: string, text: (found: string) => string, later: number): string {
  return json.replace(replaced, (found, date: string | undefined, time: string | undefined) => {
    if (date === undefined) return text(found);
    const moved = new Date(Date.parse(found.slice(1, -1)) + later).toISOString();
    return time === undefined ? `"${moved.slice(0, 10)}"` : `"${moved}"`;
  });
}

const startOfDay = (instant: string): number => Math.floor(Date.parse(instant) / dayMillis) * dayMillis;
