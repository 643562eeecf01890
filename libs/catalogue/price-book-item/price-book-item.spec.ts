import type { DateOnly } from '../../kernel/dates.js';
import { newId, type PriceBookId, type PriceId, type ProductId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { PriceAdded, PriceChanged, PriceWithdrawn } from './price-book-item.events.js';
import { priceBookItem, priceBookItemIdOf, type SetPrice } from './price-book-item.js';

const priceBookId = newId<PriceBookId>();
const productId = newId<ProductId>();
const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
const item = { priceBookItemId, priceBookId, productId };
const priceId = newId<PriceId>();
const otherId = newId<PriceId>();
const day = (text: string) => text as DateOnly;

const price = {
  ...item,
  priceId,
  unit: 'licence',
  unitPrice: '0.0125',
  currency: 'EUR',
  per: 'month',
  validFrom: day('2017-01-01'),
  validTo: day('2017-03-31'),
} as const;
const set: SetPrice = { type: 'SetPrice', ...price };
const added = PriceAdded.of(price);
const next = { ...price, priceId: otherId, validFrom: day('2017-04-01'), validTo: undefined };
const change = { type: 'ChangePrice', priceBookItemId, priceId } as const;
const withdraw = { type: 'WithdrawPrice', priceBookItemId, priceId } as const;
const withdrawn = PriceWithdrawn.of({ ...item, priceId });

describe('a price of a product in a price book (PRD-05)', () => {
  it('is added, with more decimals than its currency has', () => given(priceBookItem).when(set).thenEvents(added));
  it('is not added again by the same', () => {
    given(priceBookItem, added).when(set).thenNothing();
    given(priceBookItem, added)
      .when({ ...set, unitPrice: '0.01250' })
      .thenNothing();
  });
  it('is compared with its beginning when it is added again', () => {
    const { priceBookId, productId } = item;
    const ids = { priceBookItemId, priceBookId, productId, priceId };
    const changed = PriceChanged.of({ ...ids, from: { unitPrice: '0.0125' }, to: { unitPrice: '0.02' } });
    given(priceBookItem, added, changed).when(set).thenNothing();
    given(priceBookItem, added, changed)
      .when({ ...set, unitPrice: '0.02' })
      .thenRejected('price-exists');
  });
  it('is not added again as another, or when withdrawn', () => {
    given(priceBookItem, added)
      .when({ ...set, per: 'year' })
      .thenRejected('price-exists');
    given(priceBookItem, added, withdrawn).when(set).thenRejected('price-exists');
  });
  it('does not hold on a day on which another one does', () => {
    given(priceBookItem, added)
      .when({ ...set, ...next, validFrom: day('2017-03-31') })
      .thenRejected('price-overlaps', { priceId });
    given(priceBookItem, added)
      .when({ ...set, priceId: otherId, validFrom: undefined, validTo: undefined })
      .thenRejected('price-overlaps', { priceId });
  });
  it.each([
    { validFrom: day('2017-04-01'), validTo: undefined },
    { unit: 'server' },
    { currency: 'USD' },
    { brand: 'Tide' },
    { productVersion: '2' },
  ])('stands beside one with another key: %j (PB-04)', (key) =>
    given(priceBookItem, added)
      .when({ ...set, priceId: otherId, ...key })
      .thenEvents(PriceAdded.of({ ...price, priceId: otherId, ...key })),
  );
  it('takes the place of one that was withdrawn', () =>
    given(priceBookItem, added, withdrawn)
      .when({ ...set, priceId: otherId })
      .thenEvents(PriceAdded.of({ ...price, priceId: otherId })));
  it.each([
    [{ unitPrice: '-1' }, 'price-negative'],
    [{ unitPrice: '1,50' }, 'not-a-decimal'],
    [{ currency: 'XYZ' }, 'currency-unknown'],
    [{ validTo: day('2016-12-31') }, 'validity-ends-before-start'],
  ])('is refused with %j', (wrong, code) =>
    given(priceBookItem)
      .when({ ...set, ...wrong })
      .thenRejected(code),
  );

  it('changes, saying from and to', () =>
    given(priceBookItem, added)
      .when({ ...change, unitPrice: '0.020', validTo: null })
      .thenEvents(
        PriceChanged.of({
          ...item,
          priceId,
          from: { unitPrice: '0.0125', validTo: '2017-03-31' as DateOnly },
          to: { unitPrice: '0.02', validTo: null },
        }),
      ));
  it('stays when changed to what it is', () =>
    given(priceBookItem, added)
      .when({ ...change, unitPrice: '0.0125', validTo: day('2017-03-31') })
      .thenNothing());
  it('does not grow into another one, or end before it starts', () => {
    given(priceBookItem, added, PriceAdded.of(next))
      .when({ ...change, validTo: null })
      .thenRejected('price-overlaps', { priceId: otherId });
    given(priceBookItem, added)
      .when({ ...change, validTo: day('2016-12-31') })
      .thenRejected('validity-ends-before-start');
    given(priceBookItem, added)
      .when({ ...change, unitPrice: '-0.01' })
      .thenRejected('price-negative');
  });

  it('is withdrawn once', () => {
    given(priceBookItem, added).when(withdraw).thenEvents(withdrawn);
    given(priceBookItem, added, withdrawn).when(withdraw).thenNothing();
  });
  it('is not found before it is there or once it is withdrawn', () => {
    given(priceBookItem).when(withdraw).thenRejected('price-not-found');
    given(priceBookItem).when(change).thenRejected('price-not-found');
    given(priceBookItem, added, withdrawn).when(change).thenRejected('price-not-found');
  });
});
