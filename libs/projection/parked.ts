import type { Position } from '../event-log/event-log.js';
import { positionOf } from '../event-log/position.js';
import { refusals } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { Instant } from '../kernel/dates.js';
import { parkedEvents, type DocumentChange } from '../read-store/read-store.js';

/** Parks all of a model: a sequenced one, whose numbers have an order, or one that cannot tell which rows an event changes. */
export const wholeModel = '*';

/** An event that a reducer could not take, with what waits for it: events of the same model and key. */
export interface Parked {
  readonly model: string;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  /** Of the event; not there where it was parked before that was kept. */
  readonly correlationId?: string;
  /** Since when the rows of this key stand still. */
  readonly recordedAt: Instant;
  /** Somewhere before the event, after what its key has; null: at the log's beginning. A replay reads from there. */
  readonly after: Position | null;
  readonly message: string;
  /** How many events wait, this one included. */
  readonly count: number;
}

/** Parks the event for this key, because of the error. */
export function park(
  model: string,
  key: string,
  event: RecordedEvent,
  after: Position | undefined,
  error: unknown,
): Parked {
  const { id: eventId, type, stream, revision, recordedAt } = event;
  const { correlationId } = event.metadata;
  const position = positionOf(event);
  const message = messageOf(error);
  const at = { eventId, type, stream, revision, position, correlationId, recordedAt };
  return { model, key, ...at, after: after ?? null, message, count: 1 };
}

/** Why something parked is not replayed. */
export const parkedRefusals = refusals({ 'nothing-parked': 'not-found', 'model-parked': 'conflict' });
export type ParkedRefusal = keyof typeof parkedRefusals;

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

/** Also of one that comes out of another thread, which loses its class. */
export const isPoisonEvent = (error: unknown): error is Error => error instanceof Error && error.name === 'PoisonEvent';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
