import type { Position } from '../event-log/event-log.js';
import type { RecordedEvent } from '../kernel/events.js';
import { parkedEvents, type DocumentChange } from '../read-store/read-store.js';

/** Parks all of a model: a dense one, whose numbers have an order, or one that cannot tell which rows an event changes. */
export const wholeModel = '*';

/** An event that a reducer could not take, with what waits behind it: events of the same model and key. */
export interface Parked {
  readonly model: string;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  readonly position: string;
  /** Where the page with the event began; null: at the log's beginning. A replay reads from there. */
  readonly after: Position | null;
  readonly message: string;
  /** How many events wait, this one included. */
  readonly count: number;
}

export type ParkedKeys = ReadonlyMap<string, Parked>;

export const parkedId = (model: string, key: string): string => `${model}:${key}`;

export const parkedChange = (id: string, document: Parked | null): DocumentChange => ({
  collection: parkedEvents,
  id,
  document,
});

/** What to do with an event that a reducer cannot take: let its key wait, or stop. */
export type OnPoison = 'park' | 'stop';

/** A reducer threw, or gave a row that is none of its model's. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';

  constructor(
    readonly model: string,
    readonly key: string,
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    super(
      `${model} cannot take ${event.type} of ${event.stream} at ${event.position} for ${key}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
