import type { AggregateRef, CommandExecutor } from '../../commands/command-executor.js';
import { derivedId, type CommandId } from '../../kernel/ids.js';
import type { Envelope } from '../commands/command.js';

/** Whether the command comes from a row of an import, which may be corrected and given again under its key (ADR 31). */
export const isRow = ({ source, once }: Envelope): boolean => source === 'import' && once !== true;

/** What a row has said of a record so far, and the command that it is now. */
export interface RowCommand {
  /** Those that are in the record's stream, the last one last. */
  readonly said: readonly CommandId[];
  /** Of the last one where the row says the same again; else of a new one. */
  readonly context: Envelope;
  readonly isRepeat: boolean;
}

/** The first content of a row goes under the command's own id, each other one under an id that derives from it. */
export async function rowCommand(
  executor: CommandExecutor,
  aggregate: AggregateRef<unknown>,
  id: string,
  context: Envelope,
): Promise<RowCommand> {
  const known = await executor.commandsOf(aggregate, id);
  const said: CommandId[] = [];
  let next = context.commandId;
  for (; known.has(next); next = derivedId<CommandId>(context.commandId, 'correction', String(said.length)))
    said.push(next);
  const last = said.at(-1);
  if (last === undefined) return { said, context, isRepeat: false };
  const isRepeat = known.get(last)?.fingerprint === context.fingerprint;
  return { said, context: isRepeat ? { ...context, commandId: last } : correcting(context, next), isRepeat };
}

/** A correction holds from the row's own time, or from the record's last event where that is later. */
function correcting({ occurred, ...context }: Envelope, commandId: CommandId): Envelope {
  const inherited = occurred !== undefined && 'given' in occurred ? { inherited: occurred.given } : occurred;
  return { ...context, commandId, ...(inherited && { occurred: inherited }) };
}
