import type { RecordedEvent } from '../kernel/events.js';
import type { Reaction, ReadModel, Row } from './read-model.js';

/** How the model reacts to events of this type, plain reducers as reactions under the id of the event's stream; undefined: not at all. */
export function reactionTo<R extends Row>(model: ReadModel<R>, type: string): Reaction<R, RecordedEvent> | undefined {
  const found = Object.hasOwn(model.on, type) ? model.on[type] : undefined;
  if (typeof found !== 'function') return found;
  // A stream's first event makes its row: the reducer of that event doesn't look at the one before.
  return { keys: ({ stream }) => [idIn(stream)], change: (row, event) => found(row as R, event) };
}

/** The id in a stream's name, `<category>-<id>`. */
export const idIn = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
