import Type, { type Static } from 'typebox';
import type { QuoteLine } from '../../libs/sales/opportunity/quote-line.js';
import { Nullable } from '../row-schemas.js';

/** So many lines of one product and one price book, null for none. */
export const OfferedPart = Type.Object({
  productId: Nullable(Type.String()),
  priceBookId: Nullable(Type.String()),
  lines: Type.Integer(),
});
export type OfferedPart = Static<typeof OfferedPart>;

type Line = Pick<QuoteLine, 'product' | 'priceBookId'>;

/** What these lines are of. */
export const partsOf = (lines: readonly Line[]): OfferedPart[] =>
  lines.reduce<OfferedPart[]>((parts, line) => withLine(parts, line), []);

export function withLine(parts: OfferedPart[], line: Line): OfferedPart[] {
  if (!parts.some(isOf(line))) return [...parts, { ...placeOf(line), lines: 1 }];
  return parts.map((part) => (isOf(line)(part) ? { ...part, lines: part.lines + 1 } : part));
}

export const withoutLine = (parts: OfferedPart[], line: Line): OfferedPart[] =>
  parts.map((part) => (isOf(line)(part) ? { ...part, lines: part.lines - 1 } : part)).filter(({ lines }) => lines > 0);

/** The same parts where the line stays of what it was: nothing to keep a version for. */
export const withLineChanged = (parts: OfferedPart[], from: Line, to: Line): OfferedPart[] =>
  isOf(from)(placeOf(to)) ? parts : withLine(withoutLine(parts, from), to);

const placeOf = ({ product, priceBookId }: Line): Omit<OfferedPart, 'lines'> => ({
  productId: product?.id ?? null,
  priceBookId: priceBookId ?? null,
});

const isOf = (line: Line) => {
  const { productId, priceBookId } = placeOf(line);
  return (part: Omit<OfferedPart, 'lines'>): boolean =>
    part.productId === productId && part.priceBookId === priceBookId;
};
