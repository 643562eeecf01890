import fc from 'fast-check';
import type { DateOnly, Instant } from '../../../libs/kernel/dates.js';
import type { Id } from '../../../libs/kernel/ids.js';
import type { Money } from '../../../libs/kernel/money.js';
import type { Reference } from '../../../libs/kernel/references.js';
import { idOf } from '../../../libs/testing/sales/sales-examples.js';

// Few values of each kind, so that edits often come to what was there before.

export const ids = <T extends Id<string>>(kind: string, count = 2): fc.Arbitrary<T> =>
  fc.constantFrom(...idList<T>(kind, count));

export const idList = <T extends Id<string>>(kind: string, count: number): readonly T[] =>
  Array.from({ length: count }, (_, index) => idOf<T>(`${kind} ${String(index)}`));

export const words = fc.constantFrom('Alpha', 'Beta', 'Gamma');
export const dates = fc.constantFrom('2017-01-01', '2017-02-15', '2017-03-31', '2018-01-01') as fc.Arbitrary<DateOnly>;
export const instants = dates.map((date) => `${date}T08:00:00.000Z` as Instant);
export const counts = fc.constantFrom(0, 1, 250);
export const decimals = fc.constantFrom('1', '2.5', '10.00', '99.999');
export const currencies = fc.constantFrom('EUR', 'USD');
export const amounts: fc.Arbitrary<Money> = fc.record({
  amount: fc.constantFrom('0', '10', '250.5', '999.99'),
  currency: currencies,
});

export const reference: fc.Arbitrary<Reference> = fc.record({
  system: fc.constant('erp'),
  type: fc.constant('customer'),
  id: fc.constantFrom('1', '2'),
});
export const references = fc.uniqueArray(reference, { maxLength: 2, selector: ({ id }) => id });

/** Often left out. */
export const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 2 });

/** Of an edit: left out, cleared, or new. */
export const clearable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 3, arbitrary: values },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constant(undefined) },
  );
