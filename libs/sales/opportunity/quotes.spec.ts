import { given } from '../../testing/given.js';
import {
  activateQuote,
  after,
  createQuote,
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellingCommands,
  setUp,
  unlockCommand,
} from '../../testing/sales/sales-examples.js';
import type { LineId, QuoteId } from '../../kernel/ids.js';
import { opportunity } from './opportunity.js';
import type { NewLine } from './quote.commands.js';
import {
  QuoteActivated,
  QuoteCreated,
  QuoteDeactivated,
  QuoteDeleted,
  QuoteEdited,
  QuoteLineAdded,
  QuoteLineChanged,
  QuoteLineRemoved,
} from './quote.events.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const lineOf = (line: NewLine, amount: string, originLineId: LineId = line.lineId) => ({
  ...line,
  originLineId,
  currency: 'EUR',
  total: eur(amount),
});
const secondId = idOf<QuoteId>('second');
const quote = { opportunityId, quoteId };
const withQuote = after(openCommand, createQuote(seats, setUp));
const withActive = after(openCommand, createQuote(seats, setUp), activateQuote);
const withTwo = [
  ...withActive,
  QuoteCreated.of({
    ...quote,
    quoteId: secondId,
    name: 'B',
    currency: 'USD',
    lines: [],
    total: { amount: '0.00', currency: 'USD' },
  }),
];
const sold = after(...sellingCommands);

describe('creating a quote (QUO-01)', () => {
  it('has its lines with their totals', () =>
    given(opportunity, ...after(openCommand))
      .when({ ...createQuote(seats, setUp), brand: 'Blue', dueOn: on('2017-04-30') })
      .thenEvents(
        QuoteCreated.of({
          ...quote,
          name: 'First',
          currency: 'EUR',
          brand: 'Blue',
          dueOn: on('2017-04-30'),
          lines: [lineOf(seats, '1500.00'), lineOf(setUp, '400.00')],
          total: eur('1900.00'),
        }),
      ));
  it('again in the same way changes nothing, whatever was changed since', () => {
    const changed = after(...sellingCommands, unlockCommand, { type: 'EditQuote', ...quote, name: 'Best' });
    for (const events of [withQuote, sold, changed]) {
      given(opportunity, ...events)
        .when(createQuote(seats, setUp))
        .thenNothing();
    }
  });
  it('again in another way, or after it was deleted, is refused', () => {
    given(opportunity, ...withQuote)
      .when(createQuote(seats))
      .thenRejected('quote-exists', { quoteId });
    const deleted = after(openCommand, createQuote(), { type: 'DeleteQuote', ...quote });
    given(opportunity, ...deleted)
      .when(createQuote())
      .thenRejected('quote-exists', { quoteId });
  });
  it('is refused without a name, or in a currency that is none', () => {
    const opened = given(opportunity, ...after(openCommand));
    opened.when({ ...createQuote(), name: '' }).thenRejected('name-required');
    opened.when({ ...createQuote(), currency: 'ABC' }).thenRejected('currency-unknown');
    opened
      .when({ ...createQuote(), startsOn: on('2017-05-01'), dueOn: on('2017-04-30') })
      .thenRejected('due-before-start');
    opened.when(createQuote(seats, seats)).thenRejected('line-exists', { lineId: seats.lineId });
  });
  it('is refused while sold or lost (QUO-24)', () => {
    given(opportunity, ...sold)
      .when({ ...createQuote(), quoteId: secondId })
      .thenRejected('opportunity-locked');
    given(opportunity, ...after(openCommand, loseCommand))
      .when(createQuote())
      .thenRejected('opportunity-lost');
  });
});

describe('editing a quote (QUO-14)', () => {
  const edit = { type: 'EditQuote', ...quote } as const;
  it('says what was and what is', () =>
    given(opportunity, ...withQuote)
      .when({ ...edit, name: 'Best', brand: 'Blue', dueOn: null })
      .thenEvents(
        QuoteEdited.of({ ...quote, from: { name: 'First', brand: null }, to: { name: 'Best', brand: 'Blue' } }),
      ));
  it('stays quiet when nothing changes', () =>
    given(opportunity, ...withQuote)
      .when({ ...edit, name: 'First', dueOn: null })
      .thenNothing());
  it('is refused where it contradicts itself, and for an unknown quote', () => {
    const dates = { startsOn: on('2017-05-01'), dueOn: on('2017-04-30') };
    given(opportunity, ...withQuote)
      .when({ ...edit, ...dates })
      .thenRejected('due-before-start');
    given(opportunity, ...withQuote)
      .when({ ...edit, quoteId: secondId, name: 'x' })
      .thenRejected('quote-not-found');
    given(opportunity, ...sold)
      .when({ ...edit, name: 'x' })
      .thenRejected('opportunity-locked');
  });
});

describe('the active quote (QUO-12)', () => {
  const activate = activateQuote;
  const deactivate = { ...activateQuote, type: 'DeactivateQuote' } as const;
  const remove = { ...activateQuote, type: 'DeleteQuote' } as const;

  it('is the only one: the former is deactivated in the same append', () => {
    given(opportunity, ...withQuote)
      .when(activate)
      .thenEvents(QuoteActivated.of({ ...quote, total: eur('1900.00') }));
    given(opportunity, ...withTwo)
      .when({ ...activate, quoteId: secondId })
      .thenEvents(
        QuoteDeactivated.of(quote),
        QuoteActivated.of({ ...quote, quoteId: secondId, total: { amount: '0.00', currency: 'USD' } }),
      );
  });
  it('can be none', () =>
    given(opportunity, ...withActive)
      .when(deactivate)
      .thenEvents(QuoteDeactivated.of(quote)));
  it('stays quiet on repeat', () => {
    given(opportunity, ...withActive)
      .when(activate)
      .thenNothing();
    given(opportunity, ...withQuote)
      .when(deactivate)
      .thenNothing();
  });
  it('cannot be deleted (QUO-15)', () => {
    given(opportunity, ...withActive)
      .when(remove)
      .thenRejected('active-quote-cannot-be-deleted');
    given(opportunity, ...withQuote)
      .when(remove)
      .thenEvents(QuoteDeleted.of({ ...quote, name: 'First' }));
    given(opportunity, ...withQuote, QuoteDeleted.of({ ...quote, name: 'First' }))
      .when(remove)
      .thenRejected('quote-not-found');
  });
  it('stays as it is while sold', () => {
    given(opportunity, ...sold)
      .when(deactivate)
      .thenRejected('opportunity-locked');
    given(opportunity, ...sold)
      .when(remove)
      .thenRejected('opportunity-locked');
    given(opportunity, ...sold)
      .when(activate)
      .thenRejected('opportunity-locked');
  });
});

describe('duplicating a quote (QUO-13)', () => {
  const duplicate = { type: 'DuplicateQuote', ...quote, newQuoteId: secondId } as const;
  const newLineIds = [idOf<LineId>('one'), idOf<LineId>('two')];

  it('keeps the origin of each line (decision 3)', () =>
    given(opportunity, ...withActive)
      .when({ ...duplicate, newLineIds, name: 'Copy' })
      .thenEvents(
        QuoteCreated.of({
          ...quote,
          quoteId: secondId,
          name: 'Copy',
          currency: 'EUR',
          lines: [
            lineOf({ ...seats, lineId: idOf('one') }, '1500.00', seats.lineId),
            lineOf({ ...setUp, lineId: idOf('two') }, '400.00', setUp.lineId),
          ],
          total: eur('1900.00'),
          copiedFrom: quoteId,
        }),
      ));
  it('makes the line ids itself where none are given', () => {
    const [, , ...events] = after(openCommand, createQuote(seats, setUp), duplicate);
    const ids = events
      .flatMap((event) => (event.type === 'QuoteCreated' ? event.data.lines : []))
      .map(({ lineId }) => lineId);
    expect(new Set([...ids, seats.lineId, setUp.lineId]).size).toBe(4);
  });
  it('is refused where ids are missing or taken', () => {
    const open = given(opportunity, ...withQuote);
    open.when({ ...duplicate, newLineIds: [idOf('one')] }).thenRejected('line-ids-missing');
    open.when({ ...duplicate, newLineIds: [idOf('one'), setUp.lineId] }).thenRejected('line-exists');
    open.when({ ...duplicate, newQuoteId: quoteId }).thenRejected('quote-exists');
  });
  it('again changes nothing, and is refused as a copy of what the quote is by now', () => {
    const copied = after(openCommand, createQuote(seats), duplicate);
    given(opportunity, ...copied)
      .when(duplicate)
      .thenNothing();
    const edited = after(openCommand, createQuote(seats), duplicate, { type: 'EditQuote', ...quote, brand: 'Blue' });
    given(opportunity, ...edited)
      .when(duplicate)
      .thenRejected('quote-exists', { quoteId: secondId });
  });
});

describe('the lines of a quote (QUO-09, QUO-11)', () => {
  const change = { type: 'ChangeQuoteLines', ...quote } as const;
  const third = { ...setUp, lineId: idOf<LineId>('third') };

  it('are removed, changed and added together, each with the new total', () =>
    given(opportunity, ...withActive)
      .when({ ...change, add: [third], change: [{ lineId: seats.lineId, quantity: '20.0' }], remove: [setUp.lineId] })
      .thenEvents(
        QuoteLineRemoved.of({ ...quote, active: true, line: lineOf(setUp, '400.00'), total: eur('1500.00') }),
        QuoteLineChanged.of({
          ...quote,
          active: true,
          from: lineOf(seats, '1500.00'),
          to: lineOf({ ...seats, quantity: '20' }, '3000.00'),
          total: eur('3000.00'),
        }),
        QuoteLineAdded.of({ ...quote, active: true, line: lineOf(third, '400.00'), total: eur('3400.00') }),
      ));
  it('lose what is cleared', () => {
    const discounted = after(openCommand, createQuote({ ...seats, discount: { percent: '10.0' } }));
    given(opportunity, ...discounted)
      .when({ ...change, change: [{ lineId: seats.lineId, discount: null }] })
      .thenEvents(
        QuoteLineChanged.of({
          ...quote,
          active: false,
          from: lineOf({ ...seats, discount: { percent: '10' } }, '1350.00'),
          to: lineOf(seats, '1500.00'),
          total: eur('1500.00'),
        }),
      );
  });
  it('stay as they are when nothing changes', () => {
    given(opportunity, ...withQuote)
      .when({ ...change, change: [{ lineId: seats.lineId, quantity: '10.00', discount: null }] })
      .thenNothing();
    given(opportunity, ...withQuote)
      .when(change)
      .thenNothing();
  });
  it('are all refused where one is', () => {
    const open = given(opportunity, ...withQuote);
    open
      .when({ ...change, add: [third], remove: [third.lineId] })
      .thenRejected('line-not-found', { lineId: third.lineId });
    open.when({ ...change, change: [{ lineId: seats.lineId, quantity: '0' }] }).thenRejected('quantity-not-positive');
    open.when({ ...change, change: [{ lineId: seats.lineId, term: null }] }).thenRejected('term-required');
    open.when({ ...change, change: [{ lineId: seats.lineId, name: ' ' }] }).thenRejected('name-required');
    open.when({ ...change, add: [{ ...third, unitPrice: '99999999999999' }] }).thenRejected('amount-too-large');
    given(opportunity, ...sold)
      .when(change)
      .thenRejected('opportunity-locked');
  });
  it('never take the id or the origin of another, nor of one that was sold', () => {
    given(opportunity, ...withTwo)
      .when({ ...change, quoteId: secondId, add: [seats] })
      .thenRejected('line-exists');
    const copy = { type: 'DuplicateQuote', ...quote, newQuoteId: secondId } as const;
    const copied = after(openCommand, createQuote(seats), copy, { ...activateQuote, type: 'DeleteQuote' });
    given(opportunity, ...copied)
      .when({ ...change, quoteId: secondId, add: [seats] })
      .thenRejected('line-exists');
    const removed = after(...sellingCommands, unlockCommand, { ...change, remove: [seats.lineId] });
    given(opportunity, ...removed)
      .when({ ...change, add: [seats] })
      .thenRejected('line-exists');
  });
  it('are 1,000 at most, and together no more than can be kept', () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ ...setUp, lineId: idOf<LineId>(String(index)) }));
    const opened = given(opportunity, ...after(openCommand));
    opened.when(createQuote(...many)).thenRejected('too-many-lines');
    const full = after(openCommand, createQuote(...many.slice(0, 1000)));
    given(opportunity, ...full)
      .when({ ...change, add: many.slice(1000) })
      .thenRejected('too-many-lines');
    const rich = (name: string) => ({
      ...setUp,
      lineId: idOf<LineId>(name),
      quantity: '1',
      unitPrice: '6000000000000',
    });
    opened.when(createQuote(rich('a'), rich('b'))).thenRejected('amount-too-large');
  });
});
