import { refusals } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { ExpectedRevision, Position } from '../event-log/event-log.js';

/** What a command came to. */
export interface Outcome<State> {
  readonly id: string;
  readonly stream: string;
  /** Of the command's last event; for a command that changed nothing the stream's, `none` while that is empty. */
  readonly revision: ExpectedRevision;
  /** Where `revision` stands in the log: reads that ask for not less see the command's effect. */
  readonly position: Position | undefined;
  /** The state as the command left it. */
  readonly state: State;
  /** The command's events, personal data opened. */
  readonly events: readonly RecordedEvent[];
  /** Whether this is the answer to an earlier try of the same command. */
  readonly repeated: boolean;
}

/** What a command would come to. */
export interface Preview<Event, State> {
  readonly events: readonly Event[];
  readonly state: State;
}

/** Why the executor itself refuses a command; deciders have codes of their own. */
export const executorRefusals = refusals({
  'idempotency-key-reused': 'invalid',
  'imported-otherwise': 'conflict',
  'revision-stale': 'stale',
  'occurred-in-future': 'invalid',
  'occurred-too-early': 'invalid',
  'occurred-before-last': 'invalid',
  'command-too-large': 'invalid',
  conflict: 'conflict',
});
export type ExecutorRefusal = keyof typeof executorRefusals;
