import type { ProductId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import {
  activateQuote,
  after,
  createQuote,
  idOf,
  on,
  openCommand,
  seats,
  sellCommand,
  sellingCommands,
  setUp,
  unlockCommand,
} from '../../testing/sales/sales-examples.js';
import type { SellOpportunity } from './opportunity.commands.js';
import type { OpportunityEvent } from './opportunity.events.js';
import { opportunity } from './opportunity.js';

const due = { ...createQuote(seats, setUp), dueOn: on('2017-03-30') };
const expired = after(openCommand, due, activateQuote);
const quoted = after(openCommand, createQuote(seats, setUp), activateQuote);
const product = seats.product?.id ?? idOf<ProductId>('none');
const inactive: SellOpportunity = { ...sellCommand, inactiveProducts: [product] };

/** What the sale says that it overrode. */
function overriddenBy(events: readonly OpportunityEvent[], command: SellOpportunity) {
  const [sold] = opportunity.decide(command, events.reduce(opportunity.evolve, opportunity.initialState));
  return sold?.type === 'OpportunitySold' ? (sold.data.overridden ?? 'nothing') : 'not sold';
}

describe('a quote that is past its time (QUO-02, ADR 41)', () => {
  it('is refused by the date of the sale, not by the day it is entered', () => {
    given(opportunity, ...expired)
      .when(sellCommand)
      .thenRejected('quote-expired');
    expect(overriddenBy(expired, { ...sellCommand, soldOn: on('2017-03-30') })).toBe('nothing');
  });
  it('is sold with an override, which the sale keeps', () =>
    expect(overriddenBy(expired, { ...sellCommand, override: { expiredQuote: true } })).toEqual({
      quoteDueOn: '2017-03-30',
    }));
  it('is not sold with another override, nor with one that is taken back', () => {
    given(opportunity, ...expired)
      .when({ ...sellCommand, override: { inactiveProducts: true } })
      .thenRejected('quote-expired');
    given(opportunity, ...expired)
      .when({ ...sellCommand, override: { expiredQuote: false } })
      .thenRejected('quote-expired');
  });
  it('is refused when it is sold again', () => {
    const again = after(openCommand, due, activateQuote, { ...sellCommand, soldOn: on('2017-03-30') }, unlockCommand);
    given(opportunity, ...again)
      .when(sellCommand)
      .thenRejected('quote-expired');
  });
});

describe('a quote with a product that is not active (ADR 41)', () => {
  it('is refused', () =>
    given(opportunity, ...quoted)
      .when(inactive)
      .thenRejected('product-inactive'));
  it('is sold with an override, which the sale keeps', () =>
    expect(overriddenBy(quoted, { ...inactive, override: { inactiveProducts: true } })).toEqual({
      inactiveProducts: [product],
    }));
  it('counts only products of the quote', () =>
    expect(overriddenBy(quoted, { ...sellCommand, inactiveProducts: [idOf<ProductId>('another')] })).toBe('nothing'));
  it('needs both overrides where both stand against it', () => {
    const both = { ...inactive, override: { expiredQuote: true, inactiveProducts: true } };
    given(opportunity, ...expired)
      .when({ ...both, override: { expiredQuote: true } })
      .thenRejected('product-inactive');
    expect(overriddenBy(expired, both)).toEqual({ quoteDueOn: '2017-03-30', inactiveProducts: [product] });
  });
});

it('an override that nothing needed is not in the sale', () =>
  expect(
    overriddenBy(after(...sellingCommands.slice(0, -1)), { ...sellCommand, override: { expiredQuote: true } }),
  ).toBe('nothing'));
