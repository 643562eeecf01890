import type { CommandContext } from '../../commands/command-context.js';
import type { EventToAppend } from '../../event-log/event-log.js';
import type { DomainEvent } from '../../kernel/decider.js';
import type { EventMetadata, RecordedEvent } from '../../kernel/events.js';
import { newId, type CommandId } from '../../kernel/ids.js';
import { testStart } from './fixed-clock.js';

/** A command's context as an API user's first try; anything can be set otherwise. */
export function commandContext(change: Partial<CommandContext> = {}): CommandContext {
  const commandId = change.commandId ?? newId<CommandId>();
  return {
    commandId,
    fingerprint: 'f1',
    correlationId: commandId,
    actor: { kind: 'user', id: '018f0000-0000-7000-8000-000000000001' },
    source: 'api',
    ...change,
  };
}

/** The same for an event's metadata. */
export function eventMetadata(change: Partial<EventMetadata> = {}): EventMetadata {
  const commandId = change.commandId ?? newId<CommandId>();
  return {
    commandId,
    fingerprint: 'f1',
    correlationId: commandId,
    causationId: commandId,
    actor: { kind: 'user', id: '018f0000-0000-7000-8000-000000000001' },
    source: 'api',
    occurredAt: testStart,
    ...change,
  };
}

/** An event ready for `EventLog.append`, with an id of its own. */
export const eventToAppend = (
  type: string,
  data: unknown = {},
  metadata: Partial<EventMetadata> = {},
): EventToAppend => ({
  id: newId(),
  type,
  data,
  metadata: eventMetadata(metadata),
});

/** An event as a log has it, in a stream of its own. */
export const recorded = (event: DomainEvent, metadata: Partial<EventMetadata> = {}): RecordedEvent => ({
  ...eventToAppend(event.type, event.data, metadata),
  stream: 'stream-1',
  revision: 0,
  position: 'log:1',
  recordedAt: testStart,
});
