import type { CommandContext } from '../../commands/command-context.js';
import { derivedId, type CommandId } from '../../kernel/ids.js';

/** Of a command of the first start: carried out once in a log, whichever process comes first. */
export function firstStartContext(what: string): CommandContext {
  const commandId = derivedId<CommandId>('first start', what);
  const actor = { kind: 'process', id: 'first-start' } as const;
  return { commandId, fingerprint: what, correlationId: commandId, actor, source: 'process' };
}
