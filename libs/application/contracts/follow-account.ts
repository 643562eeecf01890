import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import type * as domain from '../../contracts/buyer/buyer.js';
import { contractsOf } from '../../contracts/buyer/buyer.js';
import { derivedId, type AccountId, type CommandId, type ContractId } from '../../kernel/ids.js';
import { AggregateCommand } from '../commands/command.js';
import { buyerOf } from '../lookups/lookups.js';
import { aggregates } from '../register/aggregates.js';
import { BusinessTime } from '../settings/business-time.js';

/** ADR 48: contracts of an account; this and the next are sent by the process that follows accounts. */
export class AddContracts extends AggregateCommand<Omit<domain.AddContracts, 'type'>, void> {}

@CommandHandler(AddContracts)
export class AddContractsHandler implements ICommandHandler<AddContracts> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ data, context }: AddContracts): Promise<void> {
    await this.executor.execute(aggregates.buyer, { type: 'AddContracts', ...data }, context);
  }
}

/** They say what their account is called now; without `contractIds` all that are on its list. */
export class TellContracts extends AggregateCommand<
  { readonly accountId: AccountId; readonly contractIds?: readonly ContractId[] | undefined },
  void
> {}

const atOnce = 100;

@CommandHandler(TellContracts)
export class TellContractsHandler implements ICommandHandler<TellContracts> {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data: { accountId, contractIds }, context }: TellContracts): Promise<void> {
    const told = contractIds ?? contractsOf((await this.executor.load(aggregates.buyer, accountId)).state);
    const { state, lastOccurredAt } = await this.executor.load(aggregates.account, accountId);
    if (state.record === null || lastOccurredAt === undefined) return;
    const follow = { type: 'FollowAccount', account: buyerOf(accountId, state.record) } as const;
    // As the account is now, and since then: an event that is reacted to again tells nothing of before.
    const happenedOn = this.time.dateOf(lastOccurredAt);
    const since = { ...context, occurred: { inherited: lastOccurredAt } };
    for (let from = 0; from < told.length; from += atOnce) {
      await Promise.all(
        told.slice(from, from + atOnce).map((contractId) => {
          const commandId = derivedId<CommandId>(context.commandId, contractId);
          const of = { ...since, commandId, fingerprint: commandId };
          return this.executor.execute(aggregates.contract, { ...follow, contractId, happenedOn }, of);
        }),
      );
    }
  }
}
