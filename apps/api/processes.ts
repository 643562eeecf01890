import type { MoveAccount } from '../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { uniqueValue, type ReleaseValue } from '../../libs/catalogue/unique-value/unique-value.js';
import type { ApplySale } from '../../libs/contracts/contract/contract.commands.js';
import type { CommandContext } from '../../libs/commands/command-context.js';
import type { CommandExecutor } from '../../libs/commands/command-executor.js';
import { newAccountUnderItsParent } from '../../libs/processes/new-account-under-its-parent.js';
import type { AnyProcess, TargetCommand } from '../../libs/processes/process.js';
import { productCodesAreReleased } from '../../libs/processes/product-codes-are-released.js';
import { saleMakesContracts } from '../../libs/processes/sale-makes-contracts.js';
import { aggregates } from './aggregates.js';

/** What processes may command. */
export type ProcessCommand = ApplySale | MoveAccount | ReleaseValue;

/** Every reaction that crosses contexts. */
export const processes: readonly AnyProcess<ProcessCommand>[] = [
  saleMakesContracts,
  newAccountUnderItsParent,
  productCodesAreReleased,
];

/** Carries out a process's command; its type says for which aggregate it is. */
export function runTarget(
  executor: CommandExecutor,
  { command }: TargetCommand<ProcessCommand>,
  context: CommandContext,
): Promise<unknown> {
  switch (command.type) {
    case 'ApplySale':
      return executor.execute(aggregates.contract, command, context);
    case 'MoveAccount':
      return executor.execute(aggregates.accountHierarchy, command, context);
    case 'ReleaseValue':
      return executor.execute(uniqueValue, command, context);
  }
}
