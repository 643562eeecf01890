import { lineProduct } from './line-product.js';
import { priceOn } from '../../catalogue/price-book-item/price.js';
import { priceBookItemIdOf } from '../../catalogue/price-book-item/price-book-item.js';
import type { DateOnly } from '../../kernel/dates.js';
import { DomainError, refusals } from '../../kernel/domain-error.js';
import type { CategoryId, LineId, PriceBookId, PriceId, ProductId } from '../../kernel/ids.js';
import type { CustomValues, LineCategory, Per, Tax, Term } from '../../kernel/lines.js';
import type { NewLine } from '../../sales/opportunity/quote.commands.js';
import type { Lookups } from '../lookups/lookups.js';
import { discountFrom, type GivenDiscount } from './discount.js';
import { mustUsePriceBooks } from './price-book-lines.js';

export const linesRefusals = refusals({
  'price-missing': 'invalid',
  'line-needs-price': 'invalid',
  'line-needs-category': 'invalid',
  'price-book-inactive': 'conflict',
  'price-book-not-for-project': 'conflict',
  'price-book-items-not-used': 'conflict',
  'invalid-request': 'malformed',
});

/** Which prices count: the quote's currency, brand and version, on the date. */
export interface PriceScope {
  readonly currency: string;
  readonly brand?: string | null | undefined;
  readonly productVersion?: string | null | undefined;
  readonly date: DateOnly;
  readonly projectId: string;
}

/** A line as it is asked for: a product with a price from a price book, a product with a price by hand, or a line wholly by hand. */
export interface AskedLine {
  readonly productId?: ProductId | undefined;
  /** Takes the price of the product that holds in it. */
  readonly priceBookId?: PriceBookId | undefined;
  /** One of its prices, where several hold. */
  readonly priceId?: PriceId | undefined;
  /** Default: the product's. */
  readonly name?: string | undefined;
  /** For a line without a product. */
  readonly categoryId?: CategoryId | undefined;
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly unitPrice?: string | undefined;
  readonly discount?: GivenDiscount | undefined;
  readonly per?: Per | undefined;
  /** Default, for time-based lines: the category's usual term. */
  readonly term?: Term | undefined;
  readonly startsOn?: DateOnly | undefined;
  readonly tax?: Tax | undefined;
  readonly custom?: CustomValues | undefined;
}

/** QUO-05, QUO-09: the lines that are asked for, with what catalogue and price books said of them at the command's own time; frozen into the quote. */
export function newLines(
  lines: readonly AskedLine[],
  scope: PriceScope,
  lookups: Lookups,
  idOf: (index: number) => LineId,
): Promise<readonly NewLine[]> {
  return Promise.all(lines.map((line, index) => newLine(line, idOf(index), scope, lookups)));
}

async function newLine(line: AskedLine, lineId: LineId, scope: PriceScope, lookups: Lookups): Promise<NewLine> {
  refuseIdle(line);
  const [product, price] = await Promise.all([
    line.productId === undefined ? undefined : lookups.product(line.productId),
    priceFor(line, scope, lookups),
    line.priceBookId === undefined ? undefined : mustUsePriceBooks(lookups),
  ]);
  if (product && line.categoryId !== undefined && line.categoryId !== product.categoryId)
    refuse(`The product is of the category ${product.categoryId}; leave the categoryId ${line.categoryId} out.`);
  const categoryId = product?.categoryId ?? line.categoryId;
  if (categoryId === undefined) {
    throw new DomainError(
      'line-needs-category',
      'A line without a productId needs a categoryId, which says what contract it becomes.',
    );
  }
  const { name: categoryName, contractType, kind, termMonths } = await lookups.category(categoryId);
  const category: LineCategory = { id: categoryId, name: categoryName, contractType, kind };
  const unitPrice = line.unitPrice ?? price?.unitPrice;
  if (unitPrice === undefined) {
    throw new DomainError(
      'line-needs-price',
      'A line needs a unitPrice, or a productId with the priceBookId that has its price.',
    );
  }
  const name = line.name ?? product?.name;
  if (name === undefined) return refuse('A line without a productId needs a name.');
  return {
    lineId,
    ...(product && line.productId && { product: lineProduct(line.productId, product) }),
    ...(price && { priceId: price.priceId, priceBookId: line.priceBookId }),
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
    ...(line.custom && { custom: line.custom }),
  };
}

/** A field that another makes meaningless is refused, not passed over. */
function refuseIdle({ productId, priceBookId, priceId }: AskedLine): void {
  if (priceBookId !== undefined && productId === undefined)
    refuse(
      `A line takes a price from the price book ${priceBookId} for a product: give its productId, or leave it out.`,
    );
  if (priceId !== undefined && priceBookId === undefined)
    refuse(`The price ${priceId} is one of a price book: give its priceBookId, or leave it out.`);
}

function refuse(detail: string): never {
  throw new DomainError('invalid-request', detail);
}

const usualTerm = (termMonths: number | null): Term | undefined =>
  termMonths === null ? undefined : { count: termMonths, unit: 'month' };

async function priceFor(line: AskedLine, scope: PriceScope, lookups: Lookups) {
  if (line.priceBookId === undefined || line.productId === undefined) return undefined;
  const { priceBookId } = line;
  const [book, { held, later }] = await Promise.all([
    lookups.priceBook(priceBookId),
    lookups.priceBookItem(priceBookItemIdOf(priceBookId, line.productId)),
  ]);
  if (!book.active) throw new DomainError('price-book-inactive', `The price book "${book.name}" is not active.`);
  if (book.projectIds !== null && !book.projectIds.some((projectId) => projectId === scope.projectId)) {
    throw new DomainError(
      'price-book-not-for-project',
      `The price book "${book.name}" does not serve the opportunity's project.`,
    );
  }
  const offered = (prices: typeof held) =>
    prices
      .filter(({ withdrawn, priceId }) => !withdrawn && (line.priceId === undefined || priceId === line.priceId))
      .map((price) => ({
        ...price,
        brand: price.brand ?? undefined,
        productVersion: price.productVersion ?? undefined,
        validFrom: price.validFrom ?? undefined,
        validTo: price.validTo ?? undefined,
      }));
  const { currency, date, brand, productVersion } = scope;
  const question = {
    currency,
    date,
    unit: line.unit,
    brand: brand ?? undefined,
    productVersion: productVersion ?? undefined,
  };
  const found = priceOn(offered(held), question) ?? priceOn(offered(later), question);
  if (found) return found;
  const detail = `The price book "${book.name}" has no price of this product in ${currency} on ${date}. Give a unitPrice by hand, or another currency.`;
  throw new DomainError('price-missing', detail, { productId: line.productId, currency });
}
