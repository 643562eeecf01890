import { rejecting } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { Target } from './command-task.js';
import type { LoadedStream } from './loaded-stream.js';
import type { ExecutorRefusal, Outcome } from './outcome.js';
import { foldOf } from './stream-state.js';

const reject = rejecting<ExecutorRefusal>();

/** The answer to an earlier try of this command, with the state as that try left it; undefined when this is the first. */
export async function earlierOutcome<State>(
  target: Target<State>,
  loaded: LoadedStream<State>,
  read: (stream: string) => Promise<readonly RecordedEvent[]>,
): Promise<Outcome<State> | undefined> {
  const { context, decider, id, stream } = target;
  const known = loaded.commands.get(context.commandId);
  const quiet = loaded.quietCommands.get(context.commandId);
  const earlier = known ?? quiet;
  if (earlier !== undefined && earlier.fingerprint !== context.fingerprint) {
    if (context.source === 'import') {
      const message = `The import has carried this out before, with other content: see ${stream}. That stands; change it by a command of its own.`;
      reject('imported-otherwise', message, { id });
    }
    const message = `Command ${context.commandId} stood for another request before. Use a new Idempotency-Key for each request.`;
    reject('idempotency-key-reused', message);
  }
  if (known === undefined) return quiet && { ...quiet.outcome, repeated: true };
  const events = (await read(stream)).slice(0, known.revision + 1);
  return {
    id,
    stream,
    revision: known.revision,
    position: known.position,
    state: events.reduce(foldOf(decider), decider.initialState),
    events: events.filter(({ metadata }) => metadata.commandId === context.commandId),
    repeated: true,
  };
}

/** The answer to a command that changes nothing, kept for an immediate repeat. */
export function quietOutcome<State>(
  { context, id, stream }: Target<State>,
  loaded: LoadedStream<State>,
): Outcome<State> {
  const { revision, position, state } = loaded;
  const outcome = { id, stream, revision, position, state, events: [], repeated: false };
  loaded.quietCommands.set(context.commandId, { fingerprint: context.fingerprint, outcome });
  return outcome;
}
