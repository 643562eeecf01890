import Type, { type Static } from 'typebox';
import { ChangesIn, pick } from '../../kernel/changes.js';
import { DateOnly } from '../../kernel/dates.js';
import { DecimalText } from '../../kernel/decimal.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import {
  idSchema,
  type CategoryId,
  type ContactId,
  type ContractId,
  type LineId,
  type OpportunityId,
  type PartnerId,
  type PersonId,
  type ProductId,
  type ProjectId,
  type QuoteId,
  type UserId,
} from '../../kernel/ids.js';
import {
  BuyingAccount,
  ContractKind,
  CurrencyCode,
  CustomValues,
  Discount,
  LineProduct,
  Per,
  Term,
} from '../../kernel/lines.js';
import { Money } from '../../kernel/money.js';
import { References } from '../../kernel/references.js';

// The stored event is the published one: delivery systems act on it without calling back, and nothing in it is personal.
// Stored for good: a breaking change is a new type and an upcaster.

/** Decision 16: delivery systems act on `sale` unless they ask for more. `ref`: the opportunity, or the other system's key. */
export const ContractOrigin = Type.Object({
  kind: Type.Union([Type.Literal('sale'), Type.Literal('import'), Type.Literal('manual')]),
  ref: Type.String({ minLength: 1 }),
});
export type ContractOrigin = Readonly<Static<typeof ContractOrigin>>;

/** Where to deliver: an address of the account, and the person there by id. */
export const DeliverTo = Type.Object({ addressId: Type.String(), personId: Type.Optional(idSchema<PersonId>()) });
export type DeliverTo = Readonly<Static<typeof DeliverTo>>;

const reasonCode = Type.String({ minLength: 1 });

const facts = {
  contractId: idSchema<ContractId>(),
  /** The number that people read. */
  number: Type.Optional(Type.String()),
  /** `expired`: its last day is over. */
  status: Type.Union([Type.Literal('active'), Type.Literal('cancelled'), Type.Literal('expired')]),
  origin: ContractOrigin,
  opportunityId: Type.Optional(idSchema<OpportunityId>()),
  quoteId: Type.Optional(idSchema<QuoteId>()),
  lineId: Type.Optional(idSchema<LineId>()),
  originLineId: Type.Optional(idSchema<LineId>()),
  /** The sale of the opportunity that shaped the contract last. */
  saleNumber: Type.Optional(Type.Integer({ minimum: 1 })),
  account: BuyingAccount,
  deliverTo: Type.Optional(DeliverTo),
  /** Project and partner never change on a contract (decision 6). */
  projectId: idSchema<ProjectId>(),
  partnerId: Type.Optional(idSchema<PartnerId>()),
  ownerId: Type.Optional(idSchema<UserId>()),
  contactIds: Type.Immutable(Type.Array(idSchema<ContactId>())),
  product: Type.Optional(LineProduct),
  /** The sold line's name: the product's, or what a hand-made line says. */
  name: Type.String({ minLength: 1 }),
  category: Type.Object({ id: idSchema<CategoryId>(), name: Type.String() }),
  contractType: Type.String({ minLength: 1 }),
  kind: ContractKind,
  quantity: DecimalText,
  unit: Type.String(),
  unitPrice: DecimalText,
  currency: CurrencyCode,
  discount: Type.Optional(Discount),
  per: Per,
  term: Type.Optional(Term),
  netTotal: Money,
  /** The date of the sale that shaped the contract last. */
  soldOn: Type.Optional(DateOnly),
  startsOn: DateOnly,
  /** Inclusive; time-based contracts only. */
  endsOn: Type.Optional(DateOnly),
  bundle: Type.Optional(Type.Object({ productId: idSchema<ProductId>(), lineId: idSchema<LineId>() })),
  renews: Type.Optional(idSchema<ContractId>()),
  amends: Type.Optional(idSchema<ContractId>()),
  references: References,
  custom: Type.Optional(CustomValues),
};

/** What an amendment by hand may change, beside the end. */
export const amendableFacts = [
  'number',
  'ownerId',
  'contactIds',
  'deliverTo',
  'quantity',
  'unitPrice',
  'discount',
  'per',
  'term',
  'startsOn',
  'references',
  'custom',
] as const;
export const amendable = [...amendableFacts, 'endsOn'] as const;

/** What an amendment by hand changes; null clears. An end is moved, never cleared: without one it follows from start and term. */
export const Amendments = ChangesIn({ ...pick(facts, amendableFacts), endsOn: DateOnly });
export type Amendments = Readonly<Static<typeof Amendments>>;

/** ADR 38: what holds from a later day. */
export const ScheduledChange = Type.Union([
  Type.Object({ effectiveOn: DateOnly, reasonCode, action: Type.Literal('amend'), to: Amendments }),
  Type.Object({ effectiveOn: DateOnly, reasonCode, action: Type.Literal('cancel') }),
]);
export type ScheduledChange = Readonly<Static<typeof ScheduledChange>>;

export const contractFields = {
  ...facts,
  /** What is to come, in its order; absent where nothing is. */
  scheduled: Type.Optional(Type.Immutable(Type.Array(ScheduledChange))),
};

/** A whole contract. */
export const Contract = Type.Object(contractFields);
export type Contract = Readonly<Static<typeof Contract>>;

/** 1, 2, … per contract: a consumer that sees 3 after 1 has missed one. */
const sequence = Type.Integer({ minimum: 1 });
const change = {
  ...contractFields,
  sequence,
  /** The changed fields as they were before; null where there was none. */
  changed: ChangesIn(contractFields),
  effectiveOn: DateOnly,
  reasonCode,
};

export const ContractCreated = eventType('ContractCreated', { ...contractFields, sequence });
/** Also when a cancelled or expired contract runs again: `changed` then has the status. */
export const ContractAmended = eventType('ContractAmended', {
  ...change,
  /** Of a sale: the fields that stay as they were agreed by hand, because the sale does not change them. */
  agreedByHand: Type.Optional(Type.Immutable(Type.Array(Type.String()))),
});
export const ContractCancelled = eventType('ContractCancelled', change);
/** On the day after its last. */
export const ContractExpired = eventType('ContractExpired', change);
/** An amendment or cancellation was decided that holds from `effectiveOn`: `scheduled` has it. That day brings an event of its own. */
export const ContractChangeScheduled = eventType('ContractChangeScheduled', change);
/** What was scheduled for `effectiveOn` was called off. */
export const ContractChangeWithdrawn = eventType('ContractChangeWithdrawn', change);

export const contractEvents = [
  ContractCreated,
  ContractAmended,
  ContractCancelled,
  ContractExpired,
  ContractChangeScheduled,
  ContractChangeWithdrawn,
] as const;
export type ContractEvent = EventOf<(typeof contractEvents)[number]>;
