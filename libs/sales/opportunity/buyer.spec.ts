import { given } from '../../testing/given.js';
import {
  activateQuote,
  after,
  aurora,
  createQuote,
  idOf,
  loseCommand,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  setUp,
  unlockCommand,
} from '../../testing/sales/sales-examples.js';
import type { AccountId, LineId, PersonId, QuoteId } from '../../kernel/ids.js';
import { personalPlacesOf } from '../../kernel/personal.js';
import { opportunityEvents } from './opportunity.events.js';
import { opportunity } from './opportunity.js';

const buyerId = idOf<PersonId>('novak');
const opened = after({ ...openCommand, buyerId });
const edit = { type: 'EditOpportunity', opportunityId } as const;
const change = { type: 'ChangeQuoteLines', opportunityId, quoteId } as const;
const { name: _, ...person } = aurora;

/** The types of events that have names of what the buyer buys. */
const naming = opportunityEvents.flatMap(({ type, schema }) =>
  personalPlacesOf(schema).some(({ subject }) => subject === 'buyerId') ? [type] : [],
);

describe('what a person buys (ADR 50)', () => {
  it('has the person in every event that has a name in it, so that it is sealed', () => {
    const copy = { type: 'DuplicateQuote', opportunityId, quoteId, newQuoteId: idOf<QuoteId>('copy') } as const;
    const shelf = { ...setUp, lineId: idOf<LineId>('shelf') };
    const events = [
      ...after(
        { ...openCommand, buyerId },
        { ...edit, name: 'Kitchen' },
        createQuote(seats, setUp),
        { type: 'EditQuote', opportunityId, quoteId, name: 'Offer' },
        { ...change, add: [shelf] },
        { ...change, change: [{ lineId: shelf.lineId, quantity: '3' }] },
        { ...change, remove: [shelf.lineId] },
        copy,
        { type: 'DeleteQuote', opportunityId, quoteId: copy.newQuoteId },
        activateQuote,
        { ...sellCommand, account: person },
        unlockCommand,
        loseCommand,
      ),
      ...after({ ...openCommand, buyerId }, createQuote(seats), { type: 'DeleteOpportunity', opportunityId }),
    ];
    const named = events.filter(({ type }) => naming.includes(type));
    expect(new Set(named.map(({ type }) => type))).toEqual(new Set(naming));
    expect(named.filter(({ data }) => !('buyerId' in data) || data.buyerId !== buyerId)).toEqual([]);
  });

  it('is of the person of its account from when it has that account, and of nobody with another one', () => {
    const accountId = idOf<AccountId>('other account');
    const [company] = opportunity.decide(
      { ...edit, accountId },
      opened.reduce(opportunity.evolve, opportunity.initialState),
    );
    expect(company?.data).toMatchObject({ to: { accountId } });
    expect(company?.data).not.toHaveProperty('buyerId');
    const moved = [...after(openCommand), ...after(openCommand, { ...edit, accountId, buyerId }).slice(1)];
    const state = moved.reduce(opportunity.evolve, opportunity.initialState);
    expect(opportunity.decide({ ...edit, name: 'Kitchen' }, state)[0]?.data).toMatchObject({ buyerId });
  });

  it('is the same when created again, though its person was not known then', () => {
    given(opportunity, ...after(openCommand))
      .when({ ...openCommand, buyerId })
      .thenNothing();
    const quoted = after(openCommand, createQuote(seats), { ...edit, accountId: idOf<AccountId>('novak'), buyerId });
    given(opportunity, ...quoted)
      .when(createQuote(seats))
      .thenNothing();
  });

  it('takes no new name of a person who was erased; a company gives it one again (LEAD-14)', () => {
    const erased = opened.map((event) =>
      event.type === 'OpportunityOpened'
        ? { ...event, data: { ...event.data, name: { erased: true } as const } }
        : event,
    );
    given(opportunity, ...erased)
      .when({ ...edit, name: 'Kitchen' })
      .thenRejected('person-erased');
    const state = erased.reduce(opportunity.evolve, opportunity.initialState);
    const accountId = idOf<AccountId>('company');
    expect(opportunity.decide({ ...edit, accountId, name: 'Kitchen' }, state)).toHaveLength(1);
  });
});
