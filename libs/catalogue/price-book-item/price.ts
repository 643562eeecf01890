import type { DateOnly } from '../../kernel/dates.js';
import type { PriceId } from '../../kernel/ids.js';
import type { ProfileOf } from '../../kernel/profile.js';
import type { priceProfile } from './price-book-item.events.js';

/** PRD-05: the unit is the standard output of the product; `unitPrice` may have more decimals than the currency. */
export interface Price extends ProfileOf<typeof priceProfile> {
  readonly priceId: PriceId;
}

/** What a price is found by: PB-04. `validTo` is inclusive; an absent date leaves that side open. */
export type PriceKey = Omit<ProfileOf<typeof priceProfile>, 'unitPrice' | 'per'>;

export interface PriceQuestion {
  readonly currency: string;
  readonly date: DateOnly;
  readonly unit?: string | undefined;
  readonly brand?: string | undefined;
  readonly productVersion?: string | undefined;
}

/**
 * The price that holds on the date (QUO-03), or undefined: there is none in this currency (QUO-17). A price of the asked brand and
 * version is preferred; one without a brand or version serves all. Without a unit the first one entered is taken.
 */
export function priceOn<P extends PriceKey>(prices: readonly P[], question: PriceQuestion): P | undefined {
  const { currency, date, unit } = question;
  const serving = prices.filter(
    (price) =>
      price.currency === currency &&
      (unit === undefined || price.unit === unit) &&
      serves(price.brand, question.brand) &&
      serves(price.productVersion, question.productVersion) &&
      overlaps(price, { validFrom: date, validTo: date }),
  );
  const closeness = ({ brand, productVersion }: P): number =>
    (brand === undefined ? 0 : 2) + (productVersion === undefined ? 0 : 1);
  return serving.reduce<P | undefined>(
    (best, price) => (best === undefined || closeness(price) > closeness(best) ? price : best),
    undefined,
  );
}

/** Another price with the same key, valid on some of the same days. */
export const rivalOf = <P extends Price>(price: Price, others: readonly P[]): P | undefined =>
  others.find(
    (other) =>
      other.priceId !== price.priceId &&
      other.unit === price.unit &&
      other.currency === price.currency &&
      other.brand === price.brand &&
      other.productVersion === price.productVersion &&
      overlaps(other, price),
  );

type Validity = Pick<PriceKey, 'validFrom' | 'validTo'>;

const overlaps = (a: Validity, b: Validity): boolean =>
  startsBy(a.validFrom, b.validTo) && startsBy(b.validFrom, a.validTo);

const startsBy = (from: DateOnly | undefined, to: DateOnly | undefined): boolean =>
  from === undefined || to === undefined || from <= to;

const serves = (offered: string | undefined, asked: string | undefined): boolean =>
  offered === undefined || offered === asked;
