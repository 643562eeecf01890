import type { LineId, PriceBookId, ProductId, QuoteId } from '../../libs/kernel/ids.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import type { NewLine } from '../../libs/sales/opportunity/quote.commands.js';
import { rowAfter } from '../../libs/testing/projection/rows-after.js';
import {
  activateQuote,
  after,
  createQuote,
  idOf,
  loseCommand,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  sellingCommands,
  setUp,
  unlockCommand,
} from '../../libs/testing/sales/sales-examples.js';
import { versionsOf } from '../../test/properties/oracle/rows.oracle.js';
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import { idsIn, lostOffers } from './lost-offers.read-model.js';

const [one, other] = [idOf<ProductId>('product'), idOf<ProductId>('other')].sort();
const book = idOf<PriceBookId>('book');
const line = (name: string, id: ProductId | undefined, priceBookId?: PriceBookId): NewLine => ({
  ...seats,
  lineId: idOf<LineId>(name),
  product: id && { id, code: id, name: id },
  priceBookId,
});
const stream = `opportunity-${opportunityId}`;
const change = { type: 'ChangeQuoteLines', opportunityId, quoteId } as const;
const deactivate = { type: 'DeactivateQuote', opportunityId, quoteId } as const;
const reopen = { type: 'ReopenOpportunity', opportunityId } as const;

/** Under what it is lost after these: products and price books, null for none. */
const lost = (...commands: readonly OpportunityCommand[]) => {
  const row = rowAfter(lostOffers, stream)(...after(...commands));
  if (row === undefined) return undefined;
  const { lostCount, bookedOn, productIds, priceBookIds } = row;
  return lostCount === 0
    ? { productIds, priceBookIds, bookedOn }
    : [bookedOn, idsIn(productIds ?? ''), idsIn(priceBookIds ?? '')];
};
const nowhere = { productIds: null, priceBookIds: null, bookedOn: null };
const on = loseCommand.lostOn;

describe('what is offered, and lost (ADR 44)', () => {
  it('is lost under each product and price book of the active quote once', () => {
    const lines = [line('a', one, book), line('b', other, book), line('c', one), line('d', undefined)];
    expect(lost(openCommand, createQuote(...lines), activateQuote, loseCommand)).toEqual([
      on,
      [null, one, other],
      [null, book],
    ]);
  });

  it('is lost under none without an active quote, and with one that has no lines', () => {
    expect(lost(openCommand, loseCommand)).toEqual([on, [null], [null]]);
    expect(lost(openCommand, createQuote(seats), loseCommand)).toEqual([on, [null], [null]]);
    expect(lost(openCommand, createQuote(), activateQuote, loseCommand)).toEqual([on, [null], [null]]);
    expect(lost(openCommand, createQuote(seats), activateQuote, deactivate, loseCommand)).toEqual([on, [null], [null]]);
  });

  it('is lost under what was sold where a sale stood and no quote is active', () => {
    const sold = [openCommand, createQuote(line('a', one, book), setUp), activateQuote, sellCommand, unlockCommand];
    expect(lost(...sold, deactivate, loseCommand)).toEqual([on, [null, one], [null, book]]);
  });

  it('is lost under what is offered now, not under what was sold before', () => {
    const now = { ...change, add: [line('b', other)], remove: [seats.lineId, setUp.lineId] };
    expect(lost(...sellingCommands, unlockCommand, now, loseCommand)).toEqual([on, [other], [null]]);
  });

  it('follows the lines: another product, one of two lines, the last one', () => {
    const begun = [openCommand, createQuote(line('a', one), line('b', one)), activateQuote];
    const without = (...names: readonly string[]) => ({ ...change, remove: names.map((name) => idOf<LineId>(name)) });
    const offered = (...more: readonly OpportunityCommand[]) => lost(...begun, ...more, loseCommand);
    expect(offered(without('a'))).toEqual([on, [one], [null]]);
    expect(offered(without('a', 'b'))).toEqual([on, [null], [null]]);
    expect(offered({ ...without('a', 'b'), add: [line('c', other)] })).toEqual([on, [other], [null]]);
    const { product } = line('b', other);
    expect(offered({ ...change, change: [{ lineId: idOf<LineId>('b'), product, priceBookId: book }] })).toEqual([
      on,
      [one, other],
      [null, book],
    ]);
  });

  it('follows the quote that is active, of several', () => {
    const second = idOf<QuoteId>('second');
    const both = [
      openCommand,
      createQuote(line('a', one)),
      activateQuote,
      { ...createQuote(line('b', other)), quoteId: second },
    ];
    expect(lost(...both, loseCommand)).toEqual([on, [one], [null]]);
    expect(lost(...both, { ...activateQuote, quoteId: second }, loseCommand)).toEqual([on, [other], [null]]);
  });

  it('is lost nowhere any more when it is reopened, and gone when it is deleted', () => {
    const begun = [openCommand, createQuote(seats), activateQuote, loseCommand];
    expect(lost(...begun, reopen)).toEqual(nowhere);
    expect(lost(...begun, reopen, loseCommand)).toEqual([on, [seats.product?.id], [null]]);
    expect(lost(...begun, { type: 'DeleteOpportunity', opportunityId })).toBeUndefined();
  });

  it('has no version for a line that only costs something else', () => {
    const begun = [openCommand, createQuote(seats), activateQuote];
    const dearer = { ...change, change: [{ lineId: seats.lineId, quantity: '12' }] };
    const versions = (...commands: readonly OpportunityCommand[]) =>
      versionsOf(lostOffers, streamOf(stream, ...after(...commands))).length;
    expect(versions(...begun, dearer)).toBe(versions(...begun));
  });
});
