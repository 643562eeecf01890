import type { MoveAccount } from '../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { uniqueValue, type ReleaseValue } from '../../libs/catalogue/unique-value/unique-value.js';
import type { ApplySale } from '../../libs/contracts/contract/contract.commands.js';
import type { CommandContext } from '../../libs/event-log/command-context.js';
import type { CommandExecutor } from '../../libs/event-log/command-executor.js';
import type { TargetCommand } from '../../libs/processes/process.js';
import { aggregates } from './aggregates.js';

type ProcessCommand = ApplySale | MoveAccount | ReleaseValue;

/** Carries out a process's command. Its type says for which aggregate it is. */
export function runTarget(executor: CommandExecutor, target: TargetCommand, context: CommandContext): Promise<unknown> {
  const command = target.command as ProcessCommand;
  switch (command.type) {
    case 'ApplySale':
      return executor.execute(aggregates.contract, command, context);
    case 'MoveAccount':
      return executor.execute(aggregates.accountHierarchy, command, context);
    case 'ReleaseValue':
      return executor.execute(uniqueValue, command, context);
  }
}
