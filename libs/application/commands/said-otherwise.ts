import type { CommandExecutor } from '../../commands/command-executor.js';
import { differencesBetween, type Difference } from '../../commands/differences.js';
import { foldOf } from '../../commands/stream-state.js';
import type { DomainEvent } from '../../kernel/decider.js';
import { DomainError, isDomainError } from '../../kernel/domain-error.js';
import { isPlainObject } from '../../kernel/json.js';
import type { Aggregate, Envelope, Recorded } from './command.js';

/**
 * ADR 31: does the work; where it is refused because the row of an import said something else before, the refusal names the field, and
 * what was stored and what the row says now.
 */
export async function namingWhatDiffers<T>(
  work: () => Promise<T>,
  differences: () => Promise<readonly Difference[]>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'imported-otherwise') throw error;
    const [first] = await orNone(differences);
    throw first === undefined ? error : withDifference(error, first);
  }
}

/** In what an earlier try of the command, which had other content, said something else than this one would have said in its place. */
export async function differencesFrom<C, E extends DomainEvent, S extends Recorded>(
  executor: CommandExecutor,
  aggregate: Aggregate<C, E, S>,
  command: C,
  { commandId, occurred }: Envelope,
): Promise<readonly Difference[]> {
  const events = await executor.eventsOf(aggregate, aggregate.streamIdOf(command));
  const own = events.filter(({ metadata }) => metadata.commandId === commandId);
  const [first] = own;
  if (first === undefined) return [];
  const before = events.slice(0, first.revision).reduce(foldOf(aggregate), aggregate.initialState);
  const found = differencesBetween(
    own,
    orAsItIs(() => aggregate.decide(command, before), command, own),
    command,
  );
  const [stored, now] = [first.metadata.occurredAt, occurred && 'given' in occurred ? occurred.given : undefined];
  return now === undefined || now === stored ? found : [...found, { field: 'occurredAt', stored, now }];
}

/** The command's events; of one that would be refused what it says itself in fields that are stored. */
function orAsItIs(
  decide: () => readonly DomainEvent[],
  command: unknown,
  own: readonly DomainEvent[],
): readonly DomainEvent[] {
  try {
    return decide();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const said = isPlainObject(command) ? Object.entries(command).filter(([, value]) => value !== undefined) : [];
    return own.map(({ type, data }) => {
      const stored = isPlainObject(data) ? data : {};
      return { type, data: { ...stored, ...Object.fromEntries(said.filter(([field]) => field in stored)) } };
    });
  }
}

/** What the row names now may be gone: then nothing can be compared. */
async function orNone(differences: () => Promise<readonly Difference[]>): Promise<readonly Difference[]> {
  try {
    return await differences();
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
}

function withDifference({ message, details }: DomainError, { field, stored, now }: Difference): DomainError {
  const [before, after] = [stored, now].map((value) => JSON.stringify(value).slice(0, 200));
  const name = field === '' ? 'what it makes' : field;
  const said = `Stored is ${name} ${String(before)}; the row says ${String(after)}.`;
  return new DomainError('imported-otherwise', `${message} ${said}`, { ...details, field, stored, now });
}
