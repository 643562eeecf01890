import { AccountEdited, AccountReferenced, AccountUnreferenced } from '../accounts/account/account.events.js';
import type { AddContracts } from '../contracts/buyer/buyer.js';
import { ContractAmended, ContractCreated } from '../contracts/contract/contract.events.js';
import { SaleCompleted } from '../contracts/sale/sale.events.js';
import { isEvent } from '../kernel/events.js';
import type { AccountId, ContractId } from '../kernel/ids.js';
import type { Process, TargetCommand } from './process.js';

/** These contracts of the account, or all without them, are to say what it is called now. */
export interface TellContracts {
  readonly type: 'TellContracts';
  readonly accountId: AccountId;
  readonly contractIds?: readonly ContractId[];
}
type FollowCommand = AddContracts | TellContracts;

/**
 * ADR 48: a running contract says what its account is called, and by which references it goes. A contract is compared once it is on
 * the account's list: what the account is called from then on is told to all of the list, so that none is missed in between.
 */
export const contractsFollowTheirAccount: Process<FollowCommand> = {
  name: 'contracts-follow-their-account',
  startsAt: 'beginning',
  handles: [
    AccountEdited.type,
    AccountReferenced.type,
    AccountUnreferenced.type,
    ContractCreated.type,
    ContractAmended.type,
    SaleCompleted.type,
  ],
  react(event) {
    if (isEvent(AccountEdited, event)) {
      const { accountId, personId, name } = event.data;
      // No contract has the name of a person.
      return name === undefined || personId !== undefined ? [] : [allOf(accountId)];
    }
    if (isEvent(AccountReferenced, event) || isEvent(AccountUnreferenced, event)) return [allOf(event.data.accountId)];
    if (isEvent(SaleCompleted, event)) {
      const { account, contracts } = event.data;
      const running = contracts.filter(({ outcome }) => outcome !== 'cancelled');
      return listed(
        account.id,
        running.map(({ contractId }) => contractId),
      );
    }
    if (isEvent(ContractCreated, event)) {
      const { contractId, account, saleNumber } = event.data;
      return saleNumber === undefined ? listed(account.id, [contractId]) : [];
    }
    if (isEvent(ContractAmended, event)) {
      const { contractId, account, changed } = event.data;
      return changed.status === undefined ? [] : listed(account.id, [contractId]);
    }
    return [];
  },
};

const toBuyer = (command: FollowCommand): TargetCommand<FollowCommand> => ({
  decider: 'buyer',
  target: command.accountId,
  command,
});

const allOf = (accountId: AccountId) => toBuyer({ type: 'TellContracts', accountId });

const listed = (accountId: AccountId, contractIds: readonly ContractId[]): readonly TargetCommand<FollowCommand>[] =>
  contractIds.length === 0
    ? []
    : [
        toBuyer({ type: 'AddContracts', accountId, contractIds }),
        toBuyer({ type: 'TellContracts', accountId, contractIds }),
      ];
