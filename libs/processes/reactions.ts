import type { CommandContext } from '../commands/command-context.js';
import { InvalidEvent } from '../event-log/event-registry.js';
import { isDomainError } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import { park, parkLater, type ParkedKey } from './parked.js';
import {
  contextOf,
  type AnyCommand,
  type AnyProcess,
  type Execute,
  type Reaction,
  type TargetCommand,
} from './process.js';
import type { KeyedStates } from './process-state.js';

/**
 * Carries out what follows from these events of one stream, one event after the other, and keeps in `states` what each left.
 * Returns what is parked when one of them is refused, or was before. @throws the error of a command that is worth another try; all of it may then be done again
 */
export async function reactInOrder<Command extends AnyCommand>(
  process: AnyProcess<Command>,
  execute: Execute<Command>,
  states: KeyedStates,
  events: readonly RecordedEvent[],
  parked: ParkedKey | undefined,
): Promise<ParkedKey | undefined> {
  // What was parked before they were all read again is among them.
  const before = parked === undefined ? events : events.filter(({ revision }) => revision < parked.revision);
  for (const [index, event] of before.entries()) {
    const refusal = await reactTo(process, execute, states, event);
    if (refusal !== undefined) return park(process.name, [event, ...events.slice(index + 1)], refusal.reason);
  }
  return (
    parked &&
    parkLater(
      parked,
      events.filter(({ revision }) => revision > parked.lastRevision),
    )
  );
}

export interface Refusal {
  readonly reason: unknown;
}

/** What is parked after a page of events, for each of their streams where something is. @throws as `reactInOrder` */
export async function reactToPage<Command extends AnyCommand>(
  process: AnyProcess<Command>,
  execute: Execute<Command>,
  states: KeyedStates,
  events: readonly RecordedEvent[],
  parkedKeys: ReadonlyMap<string, ParkedKey>,
): Promise<ReadonlyMap<string, ParkedKey>> {
  const streams = [...grouped(events, ({ stream }) => stream)];
  const outcomes = await Promise.allSettled(
    streams.map(([stream, ofStream]) => reactInOrder(process, execute, states, ofStream, parkedKeys.get(stream))),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const parked = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  return new Map(parked.flatMap((one) => (one === undefined ? [] : [[one.key, one] as const])));
}

interface Prepared<Command extends AnyCommand> {
  readonly command: TargetCommand<Command>;
  readonly context: CommandContext;
}

async function reactTo<Command extends AnyCommand>(
  process: AnyProcess<Command>,
  execute: Execute<Command>,
  states: KeyedStates,
  event: RecordedEvent,
): Promise<Refusal | undefined> {
  let key = '';
  let reaction: Reaction<Command, object> = { commands: [] };
  const refusal = await carryOut(execute, () => {
    if ('keyOf' in process) {
      key = process.keyOf(event);
      reaction = process.react(event, states.get(key));
    } else reaction = { commands: process.react(event) };
    return reaction.commands.map((command, index) => ({ command, context: contextOf(process, event, index) }));
  });
  if (refusal === undefined) states.set(key, reaction.state);
  return refusal;
}

/** Commands to different targets at once, those to one target in their order, then what comes last. @throws as `reactInOrder` */
export async function carryOut<Command extends AnyCommand>(
  execute: Execute<Command>,
  prepare: () => readonly Prepared<Command>[],
): Promise<Refusal | undefined> {
  let prepared: readonly Prepared<Command>[];
  try {
    prepared = prepare();
  } catch (reason) {
    return { reason }; // A pure function that fails will fail again: waiting would not help.
  }
  const isLast = ({ command }: Prepared<Command>): boolean => command.last === true;
  return (
    (await allOf(
      execute,
      prepared.filter((one) => !isLast(one)),
    )) ?? (await allOf(execute, prepared.filter(isLast)))
  );
}

async function allOf<Command extends AnyCommand>(
  execute: Execute<Command>,
  prepared: readonly Prepared<Command>[],
): Promise<Refusal | undefined> {
  const targets = grouped(prepared, ({ command }) => `${command.decider}-${command.target}`);
  const outcomes = await Promise.allSettled(
    [...targets.values()].map(async (ofTarget) => {
      for (const { command, context } of ofTarget) await execute(command, context);
    }),
  );
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }): unknown => reason);
  const passing = failures.find(isPassing);
  if (passing !== undefined) throw passing;
  return failures.length === 0 ? undefined : { reason: failures[0] };
}

/** Worth another try: the race was lost, or something is away. Code that stumbles over what is stored would stumble again. */
const isPassing = (reason: unknown): reason is Error =>
  isDomainError(reason)
    ? reason.code === 'conflict'
    : reason instanceof Error && !stumbles.some((kind) => reason instanceof kind);

const stumbles = [TypeError, RangeError, ReferenceError, SyntaxError, InvalidEvent];

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
