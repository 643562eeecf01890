import type { DateOnly } from '../../kernel/dates.js';
import { priceOn, type PriceKey } from './price.js';

const day = (text: string) => text as DateOnly;
const named = (name: string, key: Partial<PriceKey> = {}) => ({ name, unit: 'licence', currency: 'EUR', ...key });
const ask = { currency: 'EUR', date: day('2017-03-31') };

describe('the price on a date', () => {
  it('is none in a currency without prices (QUO-17)', () =>
    expect(priceOn([named('eur')], { ...ask, currency: 'JPY' })).toBeUndefined());
  it('is that of the unit, and of the first one without it', () => {
    const prices = [named('licence'), named('hour', { unit: 'hour' })];
    expect(priceOn(prices, { ...ask, unit: 'hour' })?.name).toBe('hour');
    expect(priceOn(prices, ask)?.name).toBe('licence');
    expect(priceOn(prices, { ...ask, unit: 'day' })).toBeUndefined();
  });
  it('holds on the first and the last of its days', () => {
    const prices = [
      named('first', { validTo: day('2017-03-31') }),
      named('second', { validFrom: day('2017-04-01'), validTo: day('2017-06-30') }),
    ];
    expect(priceOn(prices, ask)?.name).toBe('first');
    expect(priceOn(prices, { ...ask, date: day('2017-04-01') })?.name).toBe('second');
    expect(priceOn(prices, { ...ask, date: day('2017-06-30') })?.name).toBe('second');
    expect(priceOn(prices, { ...ask, date: day('2017-07-01') })).toBeUndefined();
  });
  it('is that of the brand and version, else the one that serves all (PB-04)', () => {
    const prices = [
      named('any'),
      named('brand', { brand: 'Tide' }),
      named('version', { productVersion: '2' }),
      named('both', { brand: 'Tide', productVersion: '2' }),
    ];
    expect(priceOn(prices, ask)?.name).toBe('any');
    expect(priceOn(prices, { ...ask, brand: 'Tide' })?.name).toBe('brand');
    expect(priceOn(prices, { ...ask, brand: 'Tide', productVersion: '2' })?.name).toBe('both');
    expect(priceOn(prices, { ...ask, brand: 'Ebb', productVersion: '2' })?.name).toBe('version');
    expect(priceOn(prices, { ...ask, brand: 'Ebb' })?.name).toBe('any');
    expect(priceOn(prices.slice(1, 2), ask)).toBeUndefined();
  });
});
