import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type AccountId, type ContractId } from '../../kernel/ids.js';

// Stored for good: a breaking change is a new type and an upcaster.

/** These contracts are told from now on what the account is called. */
export const BuyerContractsAdded = eventType('BuyerContractsAdded', {
  accountId: idSchema<AccountId>(),
  contractIds: Type.Immutable(Type.Array(idSchema<ContractId>(), { minItems: 1 })),
});

export const buyerEvents = [BuyerContractsAdded] as const;
export type BuyerEvent = EventOf<(typeof buyerEvents)[number]>;
