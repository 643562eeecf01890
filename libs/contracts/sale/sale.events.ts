import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import {
  idSchema,
  type ContractId,
  type LineId,
  type OpportunityId,
  type PartnerId,
  type ProjectId,
  type QuoteId,
  type SaleId,
  type UserId,
} from '../../kernel/ids.js';
import { BuyingAccount } from '../../kernel/lines.js';
import { ContractOrigin } from '../contract/contract.events.js';

// Published, as contract events are. Stored for good: a breaking change is a new type and an upcaster.

/** A line of the sale: its contract, and what the sale did to it. A kept one has no event of this sale. */
export const ContractOfSale = Type.Object({
  contractId: idSchema<ContractId>(),
  lineId: idSchema<LineId>(),
  originLineId: idSchema<LineId>(),
  outcome: Type.Union([
    Type.Literal('created'),
    Type.Literal('amended'),
    Type.Literal('kept'),
    Type.Literal('cancelled'),
  ]),
});
export type ContractOfSale = Readonly<Static<typeof ContractOfSale>>;

/** The sale is whole: `contracts` are all of its lines, and what it did to each contract stands before this event. */
export const SaleCompleted = eventType('SaleCompleted', {
  saleId: idSchema<SaleId>(),
  opportunityId: idSchema<OpportunityId>(),
  quoteId: Type.Optional(idSchema<QuoteId>()),
  /** 1, 2, … per opportunity. */
  saleNumber: Type.Integer({ minimum: 1 }),
  soldOn: DateOnly,
  origin: ContractOrigin,
  account: BuyingAccount,
  projectId: idSchema<ProjectId>(),
  partnerId: Type.Optional(idSchema<PartnerId>()),
  ownerId: Type.Optional(idSchema<UserId>()),
  contracts: Type.Immutable(Type.Array(ContractOfSale)),
});

export const saleEvents = [SaleCompleted] as const;
export type SaleEvent = EventOf<(typeof saleEvents)[number]>;
