import type { Instant } from '../kernel/dates.js';
import type { Actor, EventMetadata } from '../kernel/events.js';
import type { CommandId } from '../kernel/ids.js';
import type { ExpectedRevision } from '../event-log/event-log.js';

/** What travels with a command beside the command itself. */
export interface CommandContext {
  /** From the client's Idempotency-Key (scoped by actor and target), or made by us. */
  readonly commandId: CommandId;
  /** SHA-256 of the request. */
  readonly fingerprint: string;
  /** That of the request which it goes back to, through however many processes. */
  readonly correlationId: string;
  /** Default: the command id. */
  readonly causationId?: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly source: EventMetadata['source'];
  readonly importId?: string;
  /**
   * `given` by the client: refused when in the future or before the stream's last event. `inherited` from the event that caused
   * the command: moved up to the stream's last event where that is later. Without either: now, moved up likewise.
   */
  readonly occurred?: { readonly given: Instant } | { readonly inherited: Instant };
  /** The stream's revision that its sender has seen: from If-Match, or `none` for what must not exist yet. */
  readonly expectedRevision?: ExpectedRevision;
}
