import Type, { type Static } from 'typebox';
import { DecimalText } from './decimal.js';
import { idSchema, type AccountId, type CategoryId, type ProductId } from './ids.js';
import { References } from './references.js';

/** What the unit price is paid for: once, for each month, quarter or year of the term, or for the whole term. */
export const Per = Type.Union([
  Type.Literal('once'),
  Type.Literal('month'),
  Type.Literal('quarter'),
  Type.Literal('year'),
  Type.Literal('term'),
]);
export type Per = Static<typeof Per>;

/** How long a line runs: `{count: 18, unit: "month"}`. */
export const Term = Type.Object({
  count: Type.Integer({ minimum: 1 }),
  unit: Type.Union([Type.Literal('month'), Type.Literal('quarter'), Type.Literal('year')]),
});
export type Term = Readonly<Static<typeof Term>>;

/** Off the whole line: a percentage from 0 to 100, or an amount in the line's currency. */
export const Discount = Type.Union([Type.Object({ percent: DecimalText }), Type.Object({ amount: DecimalText })]);
export type Discount = Readonly<Static<typeof Discount>>;

/** Amounts are net of it. */
export const Tax = Type.Object({ code: Type.String({ minLength: 1 }), rate: DecimalText });
export type Tax = Readonly<Static<typeof Tax>>;

export const LineProduct = Type.Object({
  id: idSchema<ProductId>(),
  code: Type.String(),
  name: Type.String(),
  /** As of the quote; absent where it had none. */
  references: Type.Optional(References),
});
export type LineProduct = Readonly<Static<typeof LineProduct>>;

/** CON-04: time-based lines run for a term and end; one-off lines are delivered once. */
export const ContractKind = Type.Union([Type.Literal('timeBased'), Type.Literal('oneOff')]);
export type ContractKind = Static<typeof ContractKind>;

/** CON-02: the product category defines the type of the contract that the line becomes. */
export const LineCategory = Type.Object({
  id: idSchema<CategoryId>(),
  name: Type.String(),
  contractType: Type.String({ minLength: 1 }),
  kind: ContractKind,
});
export type LineCategory = Readonly<Static<typeof LineCategory>>;

/** Custom values, keyed by the definition's id, each with the definition's API name as of then. */
export const CustomValues = Type.Record(
  Type.String(),
  Type.Object({ name: Type.String(), value: Type.Unsafe<unknown>({}) }),
);
export type CustomValues = Readonly<Static<typeof CustomValues>>;

/** The account that buys; without a name when it is a personal account. */
export const BuyingAccount = Type.Object({
  id: idSchema<AccountId>(),
  name: Type.Optional(Type.String()),
  references: References,
});
export type BuyingAccount = Readonly<Static<typeof BuyingAccount>>;

export const CurrencyCode = Type.String({ pattern: '^[A-Z]{3}$' });
