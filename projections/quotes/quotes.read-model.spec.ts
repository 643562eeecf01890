import { derivedId, type LineId, type QuoteId } from '../../libs/kernel/ids.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import { streamOf } from '../../libs/testing/projection/rows-after.js';
import { rowsOf } from '../../test/properties/oracle/rows.oracle.js';
import {
  activateQuote,
  after,
  createQuote,
  idOf,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  setUp,
} from '../../libs/testing/sales/sales-examples.js';
import { quotes } from './quotes.read-model.js';

const dated = { brand: 'own', productVersion: '2', startsOn: on('2017-01-01'), dueOn: on('2017-02-01') };
const quoted = [openCommand, { ...createQuote(seats, setUp), ...dated }] as const;
const other = idOf<QuoteId>('copy');
const copied = [...quoted, { type: 'DuplicateQuote', opportunityId, quoteId, newQuoteId: other }] as const;

const rowsAfter = (...commands: readonly OpportunityCommand[]) =>
  rowsOf(quotes, streamOf(`opportunity-${opportunityId}`, ...after(...commands)));
const row = (...commands: readonly OpportunityCommand[]) => rowsAfter(...commands).get(quoteId);
const change = (lines: object) => ({ type: 'ChangeQuoteLines', opportunityId, quoteId, ...lines }) as const;
const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('the quotes of an opportunity (QUO-06, QUO-07)', () => {
  it('have one as it was created, with its lines and their sum', () => {
    const found = row(...quoted);
    expect(found).toEqual({
      _id: quoteId,
      opportunityId,
      name: 'First',
      active: false,
      currency: 'EUR',
      ...dated,
      copiedFrom: null,
      lines: [
        { ...seats, originLineId: seats.lineId, currency: 'EUR', total: eur('1500.00') },
        { ...setUp, originLineId: setUp.lineId, currency: 'EUR', total: eur('400.00') },
      ],
      total: eur('1900.00'),
    });
    expect(row(openCommand, createQuote())).toMatchObject({
      brand: null,
      productVersion: null,
      startsOn: null,
      dueOn: null,
    });
  });
  it('have what an edit changes, null where it clears, and the rest as it was (QUO-14)', () =>
    expect(row(...quoted, { type: 'EditQuote', opportunityId, quoteId, name: 'Offer', brand: null })).toEqual({
      ...row(...quoted),
      name: 'Offer',
      brand: null,
    }));
  it('have an added, a changed and a removed line, and the sum that follows (QUO-09, QUO-11)', () => {
    const third = { ...setUp, lineId: idOf<LineId>('third') };
    const shown = (...commands: readonly OpportunityCommand[]) => {
      const found = row(...quoted, ...commands);
      return [found?.lines.map(({ lineId, quantity }) => [lineId, quantity]), found?.total];
    };
    const [first, second] = [
      [seats.lineId, '10'],
      [setUp.lineId, '2'],
    ];
    expect(shown(change({ add: [third] }))).toEqual([[first, second, [third.lineId, '2']], eur('2300.00')]);
    expect(shown(change({ change: [{ lineId: seats.lineId, quantity: '12' }] }))).toEqual([
      [[seats.lineId, '12'], second],
      eur('2200.00'),
    ]);
    expect(shown(change({ remove: [seats.lineId] }))).toEqual([[second], eur('400.00')]);
  });
  it('have one active at most (QUO-12)', () => {
    const activated = [...copied, activateQuote] as const;
    const active = (...commands: readonly OpportunityCommand[]) =>
      [...rowsAfter(...commands).values()].filter((each) => each.active).map(({ _id }) => _id);
    expect(active(...activated)).toEqual([quoteId]);
    expect(active(...activated, { ...activateQuote, quoteId: other })).toEqual([other]);
    expect(active(...activated, { ...activateQuote, type: 'DeactivateQuote' })).toEqual([]);
  });
  it('have a copy beside what it was copied from, its lines of the same origin (QUO-13)', () => {
    const rows = rowsAfter(...copied);
    expect(rows.get(quoteId)).toEqual(row(...quoted));
    expect(rows.get(other)).toMatchObject({ copiedFrom: quoteId, active: false, total: eur('1900.00') });
    expect(rows.get(other)?.lines.map(({ lineId, originLineId }) => [lineId, originLineId])).toEqual(
      [seats, setUp].map(({ lineId }) => [derivedId(other, lineId), lineId]),
    );
  });
  it('have none that was deleted, and its neighbour still (QUO-15)', () =>
    expect([...rowsAfter(...copied, { type: 'DeleteQuote', opportunityId, quoteId }).keys()]).toEqual([other]));
  it('are not touched by what happens to quotes that are gone', () => {
    const [line] = row(...quoted)?.lines ?? [];
    const added = after(...quoted, change({ add: [{ ...setUp, lineId: idOf<LineId>('late') }] })).slice(-1);
    expect(line).toBeDefined();
    expect(rowsOf(quotes, streamOf(`opportunity-${opportunityId}`, ...added)).size).toBe(0);
  });
});
