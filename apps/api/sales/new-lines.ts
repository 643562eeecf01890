import { priceOn } from '../../../libs/catalogue/price-book-item/price.js';
import { priceBookItemIdOf } from '../../../libs/catalogue/price-book-item/price-book-item.js';
import type { DateOnly } from '../../../libs/kernel/dates.js';
import { DomainError } from '../../../libs/kernel/domain-error.js';
import type { LineId } from '../../../libs/kernel/ids.js';
import type { Discount, LineCategory, Term } from '../../../libs/kernel/lines.js';
import type { NewLine } from '../../../libs/sales/opportunity/quote.commands.js';
import { aggregates } from '../aggregates.js';
import type { Lookups } from '../commands/facts.js';
import { badRequest } from '../http/problem.js';
import type { DiscountDto, NewLineDto } from './quotes.dto.js';

export type LinesRefusal =
  'price-missing' | 'line-needs-price' | 'line-needs-category' | 'price-book-inactive' | 'price-book-not-for-project';

/** Which prices count: the quote's currency, brand and version, on the date. */
export interface PriceScope {
  readonly currency: string;
  readonly brand?: string | null | undefined;
  readonly productVersion?: string | null | undefined;
  readonly date: DateOnly;
  readonly projectId: string;
}

/** QUO-05, QUO-09: the lines that are asked for, with what catalogue and price books say of them now; frozen into the quote. */
export function newLines(
  lines: readonly NewLineDto[],
  scope: PriceScope,
  facts: Lookups,
  idOf: (index: number) => LineId,
): Promise<readonly NewLine[]> {
  return Promise.all(lines.map((line, index) => newLine(line, idOf(index), scope, facts)));
}

async function newLine(line: NewLineDto, lineId: LineId, scope: PriceScope, facts: Lookups): Promise<NewLine> {
  const product = line.productId === undefined ? undefined : await facts.product(line.productId);
  const categoryId = product?.categoryId ?? line.categoryId;
  if (categoryId === undefined) {
    throw new DomainError(
      'line-needs-category',
      'A line without a productId needs a categoryId, which says what contract it becomes.',
    );
  }
  const { name: categoryName, contractType, kind, termMonths } = await facts.category(categoryId);
  const category: LineCategory = { id: categoryId, name: categoryName, contractType, kind };
  const price = await priceFor(line, scope, facts);
  const unitPrice = line.unitPrice ?? price?.unitPrice;
  if (unitPrice === undefined) {
    throw new DomainError(
      'line-needs-price',
      'A line needs a unitPrice, or a productId with the priceBookId that has its price.',
    );
  }
  const name = line.name ?? product?.name;
  if (name === undefined) throw badRequest('invalid-request', 'A line without a productId needs a name.');
  return {
    lineId,
    ...(product && line.productId && { product: { id: line.productId, code: product.code, name: product.name } }),
    ...(price && { priceId: price.priceId }),
    name,
    category,
    quantity: line.quantity,
    unit: line.unit ?? price?.unit ?? 'piece',
    unitPrice,
    ...(line.discount && { discount: discountFrom(line.discount) }),
    per: line.per ?? price?.per ?? 'once',
    ...(kind === 'timeBased' && { term: line.term ?? usualTerm(termMonths) }),
    ...(kind === 'oneOff' && line.term && { term: line.term }),
    ...(line.startsOn && { startsOn: line.startsOn }),
    ...(line.tax && { tax: { ...line.tax } }),
  };
}

const usualTerm = (termMonths: number | null): Term | undefined =>
  termMonths === null ? undefined : { count: termMonths, unit: 'month' };

async function priceFor(line: NewLineDto, scope: PriceScope, facts: Lookups) {
  if (line.priceBookId === undefined || line.productId === undefined) return undefined;
  const { priceBookId } = line;
  const book = await facts.priceBook(priceBookId);
  if (!book.active) throw new DomainError('price-book-inactive', `The price book "${book.name}" is not active.`);
  if (book.projectIds !== null && !book.projectIds.some((projectId) => projectId === scope.projectId)) {
    throw new DomainError(
      'price-book-not-for-project',
      `The price book "${book.name}" does not serve the opportunity's project.`,
    );
  }
  const { prices } = await facts.need(
    aggregates.priceBookItem,
    'price',
    priceBookItemIdOf(priceBookId, line.productId),
  );
  const offered = prices
    .filter(({ withdrawn, priceId }) => !withdrawn && (line.priceId === undefined || priceId === line.priceId))
    .map((price) => ({
      ...price,
      brand: price.brand ?? undefined,
      productVersion: price.productVersion ?? undefined,
      validFrom: price.validFrom ?? undefined,
      validTo: price.validTo ?? undefined,
    }));
  const { currency, date, brand, productVersion } = scope;
  const found = priceOn(offered, {
    currency,
    date,
    unit: line.unit,
    brand: brand ?? undefined,
    productVersion: productVersion ?? undefined,
  });
  if (found) return found;
  const detail = `The price book "${book.name}" has no price of this product in ${currency} on ${date}. Give a unitPrice by hand, or another currency.`;
  throw new DomainError('price-missing', detail, { productId: line.productId, currency });
}

/** Either a percentage or an amount. */
export function discountFrom({ percent, amount }: DiscountDto): Discount {
  if (percent !== undefined && amount === undefined) return { percent };
  if (amount !== undefined && percent === undefined) return { amount };
  throw badRequest('invalid-request', 'A discount has either a percent or an amount.');
}
