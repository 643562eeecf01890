import { given } from '../../testing/given.js';
import {
  activateQuote,
  after,
  createQuote,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  seats,
  sellCommand,
  sellingCommands,
  unlockCommand,
} from '../../testing/sales/sales-examples.js';
import { opportunity } from './opportunity.js';

const { openedOn } = sellCommand;
const quoted = after(openCommand, createQuote(seats), activateQuote);
const unlocked = after(...sellingCommands, unlockCommand);
const reopen = { type: 'ReopenOpportunity', opportunityId } as const;
const sell = (soldOn: string) => ({ ...sellCommand, soldOn: on(soldOn) });
const lose = (lostOn: string) => ({ ...loseCommand, lostOn: on(lostOn) });

describe('the dates of sales and losses (ADR 35)', () => {
  it.each([sell, lose])('are not before the opportunity was opened', (end) => {
    given(opportunity, ...quoted)
      .when(end('2016-12-31'))
      .thenRejected('date-before-opened', { openedOn });
    given(opportunity, ...quoted)
      .when(end('0024-03-31'))
      .thenRejected('date-before-opened', { openedOn });
    expect(
      opportunity.decide(end('2017-01-01'), quoted.reduce(opportunity.evolve, opportunity.initialState)),
    ).toHaveLength(1);
  });

  it.each([sell, lose])('are not after the command happens, whatever the date is now', (end) =>
    given(opportunity, ...quoted)
      .when({ ...end('2017-02-02'), today: on('2017-02-01') })
      .thenRejected('date-in-future'),
  );

  it.each([sell, lose])('are not before the sale that they change or undo', (end) => {
    given(opportunity, ...unlocked)
      .when(end('2017-03-30'))
      .thenRejected('date-before-sale', { soldOn: '2017-03-31' });
    expect(
      opportunity.decide(end('2017-03-31'), unlocked.reduce(opportunity.evolve, opportunity.initialState)),
    ).toHaveLength(1);
  });

  it('are not before the loss that undid the sale before', () => {
    const lost = [...sellingCommands, unlockCommand, lose('2017-05-31'), reopen];
    for (const end of [sell, lose]) {
      given(opportunity, ...after(...lost))
        .when(end('2017-05-30'))
        .thenRejected('date-before-loss', { lostOn: '2017-05-31' });
      expect(after(...lost, end('2017-05-31'))).toHaveLength(after(...lost).length + 1);
    }
  });

  it('may be before a loss that undid nothing: reopening takes that back', () => {
    const reopened = [openCommand, createQuote(seats), activateQuote, lose('2017-05-31'), reopen];
    expect(after(...reopened, sell('2017-03-31')).at(-1)).toMatchObject({ type: 'OpportunitySold' });
  });

  it.each([
    [sellCommand, 'soldOn'],
    [loseCommand, 'lostOn'],
  ] as const)(
    'where none is named, follow what was before them: a clock that was put back refuses nothing',
    (end, field) => {
      const dateOn = (today: string, events: typeof quoted) => {
        const command = { ...end, soldOn: undefined, lostOn: undefined, today: on(today) };
        const [event] = opportunity.decide(command, events.reduce(opportunity.evolve, opportunity.initialState));
        return event?.data;
      };
      expect(dateOn('2017-02-15', quoted)).toMatchObject({ [field]: '2017-02-15' });
      expect(dateOn('2016-12-31', quoted)).toMatchObject({ [field]: openedOn });
      expect(dateOn('2017-03-30', unlocked)).toMatchObject({ [field]: '2017-03-31' });
    },
  );

  it.each([sell, lose])('may be that of the last sale where a clock was put back since, and no later', (end) => {
    const today = on('2017-03-30');
    expect(
      opportunity.decide(
        { ...end('2017-03-31'), today },
        unlocked.reduce(opportunity.evolve, opportunity.initialState),
      ),
    ).toHaveLength(1);
    given(opportunity, ...unlocked)
      .when({ ...end('2017-04-01'), today })
      .thenRejected('date-in-future');
  });

  it('follow the latest of what was stored before order was asked for', () => {
    const [sale] = after(...sellingCommands).slice(-1);
    if (sale?.type !== 'OpportunitySold') throw new Error('There is no sale.');
    const earlier = { ...sale, data: { ...sale.data, saleNumber: 2, soldOn: on('2017-02-01') } };
    given(opportunity, ...unlocked, earlier, ...after(...sellingCommands, unlockCommand).slice(-1))
      .when(lose('2017-03-30'))
      .thenRejected('date-before-sale', { soldOn: '2017-03-31' });
  });
});
