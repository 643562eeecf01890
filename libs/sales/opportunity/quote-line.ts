import Type, { type Static } from 'typebox';
import { DateOnly } from '../../kernel/dates.js';
import { DecimalText } from '../../kernel/decimal.js';
import { idSchema, type ContractId, type LineId, type PriceBookId, type PriceId } from '../../kernel/ids.js';
import { CurrencyCode, CustomValues, Discount, LineCategory, LineProduct, Per, Tax, Term } from '../../kernel/lines.js';
import { Money } from '../../kernel/money.js';
import { OfBuyer } from '../../kernel/personal.js';

const lineFields = {
  lineId: idSchema<LineId>(),
  /** Kept through duplicate, new version and change of currency: the identity of the contract hangs on it (decision 3). */
  originLineId: idSchema<LineId>(),
  /** Absent on hand-made lines, which name their category themselves. */
  product: Type.Optional(LineProduct),
  priceId: Type.Optional(idSchema<PriceId>()),
  /** The price's book. */
  priceBookId: Type.Optional(idSchema<PriceBookId>()),
  name: OfBuyer(Type.String({ minLength: 1 })),
  category: LineCategory,
  quantity: DecimalText,
  unit: Type.String(),
  /** May have more decimals than the currency. */
  unitPrice: DecimalText,
  /** The quote's. */
  currency: CurrencyCode,
  discount: Type.Optional(Discount),
  per: Per,
  term: Type.Optional(Term),
  startsOn: Type.Optional(DateOnly),
  tax: Type.Optional(Tax),
  custom: Type.Optional(CustomValues),
  /** quantity × unitPrice × periods − discount, rounded once, net of tax. */
  total: Money,
};

/** QUO-09: a line of a quote. */
export const QuoteLine = Type.Object(lineFields);
export type QuoteLine = Readonly<Static<typeof QuoteLine>>;

/** What a sale does to the contract of a line (decision 3). */
export const SaleAction = Type.Union([
  Type.Literal('create'),
  Type.Literal('amend'),
  Type.Literal('keep'),
  Type.Literal('cancel'),
]);
export type SaleAction = Static<typeof SaleAction>;

/** A line as sold. One that is cancelled is as it was last sold, and no part of the revenue. */
export const SoldLine = Type.Object({
  ...lineFields,
  contractId: idSchema<ContractId>(),
  action: SaleAction,
  startsOn: DateOnly,
  /** Inclusive; time-based lines only. */
  endsOn: Type.Optional(DateOnly),
  /** What the line stood for before this sale; absent where it did not stand. */
  previousTotal: Type.Optional(Money),
});
export type SoldLine = Readonly<Static<typeof SoldLine>>;

const SoldLines = Type.Immutable(Type.Array(SoldLine));
/** What a sale does to contracts, line by line. */
export const SaleOutcome = Type.Object({
  kept: SoldLines,
  amended: SoldLines,
  created: SoldLines,
  cancelled: SoldLines,
});
export type SaleOutcome = Readonly<Static<typeof SaleOutcome>>;
