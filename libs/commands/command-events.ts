import type { Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import type { EventMetadata } from '../kernel/events.js';
import { derivedId, type EventId } from '../kernel/ids.js';
import type { CommandContext } from './command-context.js';
import type { EventToAppend } from '../event-log/event-log.js';

/** A command's events with their ids, which are the same at every try, and what is known beside them. */
export function commandEvents(
  stream: string,
  context: CommandContext,
  occurredAt: Instant,
  events: readonly DomainEvent[],
): readonly EventToAppend[] {
  const metadata = metadataOf(context, occurredAt);
  return events.map(({ type, data }, index) => ({
    id: derivedId<EventId>(context.commandId, stream, String(index)),
    type,
    data,
    metadata,
  }));
}

const metadataOf = (context: CommandContext, occurredAt: Instant): EventMetadata => ({
  commandId: context.commandId,
  fingerprint: context.fingerprint,
  correlationId: context.correlationId,
  causationId: context.causationId ?? context.commandId,
  actor: context.actor,
  ...(context.onBehalfOf !== undefined && { onBehalfOf: context.onBehalfOf }),
  source: context.source,
  ...(context.importId !== undefined && { importId: context.importId }),
  occurredAt,
});
