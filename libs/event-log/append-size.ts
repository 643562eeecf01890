import { AppendTooLarge } from './event-log.js';

/**
 * What one append to an embedded log takes, in bytes: what EventStoreDB takes by default, 1 MiB, less head-room, so that the same
 * commands work everywhere.
 */
export const mostAppendBytes = 1_000_000;

/** Each event as JSON, with so many bytes left out of it that a server would count. @throws AppendTooLarge */
export function refuseTooLarge(stream: string, events: readonly string[], leftOut = 0): void {
  const bytes = events.reduce((sum, text) => sum + leftOut + Buffer.byteLength(text), 0);
  if (bytes > mostAppendBytes) throw new AppendTooLarge(stream, bytes, mostAppendBytes);
}
