import type { RecordedEvent } from '../../kernel/events.js';
import { contextOf, type AnyCommand, type Process } from '../../processes/process.js';
import type { Envelope } from './command.js';

/** Reacts before the answer, under the same command ids as the process when it runs later: whichever comes second does nothing. */
export async function reactAtOnce<Command extends AnyCommand>(
  process: Process<Command>,
  events: readonly RecordedEvent[],
  send: (command: Command, context: Envelope) => Promise<unknown>,
): Promise<void> {
  for (const event of events) {
    for (const [index, { command }] of process.react(event).entries()) {
      await send(command, contextOf(process, event, index));
    }
  }
}
