import { isDomainError } from '../../kernel/domain-error.js';
import { CheckpointMoved } from '../../read-store/read-store.js';
import type { Repeats } from './repeats.js';

/** An event that waits, by its ids. Why is not told: the message of a refusal may name what is personal. */
export interface ParkedEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly correlationId?: string | undefined;
  readonly code?: string;
}

/** Tells operators of what no request meets: a reader of the log that has failed, an event that it cannot take. */
export class ReaderFaults {
  constructor(
    private readonly log: Pick<Repeats, 'error'>,
    private readonly reader: string,
  ) {}

  /** It tries again by itself; that others were first is no fault. */
  failed(error: unknown, correlationId?: string): void {
    if (error instanceof CheckpointMoved || (isDomainError(error) && error.code === 'conflict')) return;
    const why = isDomainError(error) ? `it was refused ("${error.code}")` : String(error);
    this.log.error(`${this.reader} failed: ${why}`, { reader: this.reader, correlationId });
  }

  /** Nothing mends that by itself. */
  parked({ eventId, eventType, correlationId, code }: ParkedEvent): void {
    const message = `${this.reader} cannot take an event: it waits, with all that follows for its key. GET /v1/admin/parked says why.`;
    this.log.error(message, { reader: this.reader, code, eventType, eventId, correlationId });
  }
}
