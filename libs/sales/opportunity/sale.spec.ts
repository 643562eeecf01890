import { derivedId, type ContractId, type LineId, type QuoteId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import { given } from '../../testing/given.js';
import {
  activateQuote,
  after,
  aurora,
  createQuote,
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  quoteId,
  seats,
  sellCommand,
  sellingCommands,
  setUp,
  unlockCommand,
} from '../../testing/sales/sales-examples.js';
import type { OpportunityCommand } from './opportunity.commands.js';
import { OpportunityLost, OpportunityReopened, OpportunitySold, OpportunityUnlocked } from './opportunity.events.js';
import { opportunity } from './opportunity.js';
import type { ChangeQuoteLines, LineChange } from './quote.commands.js';
import { saleOutcome } from './sale.js';

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });
const { projectId, accountId, ownerId, pipelineId, stageId, personId } = openCommand;
const whereabouts = { opportunityId, projectId, accountId, ownerId, pipelineId };
const change: ChangeQuoteLines = { type: 'ChangeQuoteLines', opportunityId, quoteId };
const contractId = (lineId: LineId) => derivedId<ContractId>(opportunityId, lineId);
const quoted = after(openCommand, createQuote(seats, setUp), activateQuote);
const sold = after(...sellingCommands);
const unlocked = after(...sellingCommands, unlockCommand);

/** What the last sale did to each contract: `['keep seats', …]`. */
function outcomeOf(...commands: readonly OpportunityCommand[]): readonly string[] {
  const sale = after(...commands).at(-1);
  if (sale?.type !== 'OpportunitySold') throw new Error(`Not sold, but ${sale?.type ?? 'nothing'}.`);
  const names = new Map<string, string>([
    [seats.lineId, 'seats'],
    [setUp.lineId, 'set-up'],
  ]);
  return sale.data.lines.map(({ action, originLineId }) => `${action} ${names.get(originLineId) ?? 'new'}`);
}
const resold = (...between: readonly OpportunityCommand[]) =>
  outcomeOf(...sellingCommands, unlockCommand, ...between, { ...sellCommand, soldOn: on('2017-04-30') });

describe('selling (SOLD-01 to 04)', () => {
  it('sells the lines of the active quote, each with its contract', () =>
    given(opportunity, ...quoted)
      .when(sellCommand)
      .thenEvents(
        OpportunitySold.of({
          opportunityId,
          name: openCommand.name,
          saleNumber: 1,
          soldOn: on('2017-03-31'),
          account: aurora,
          projectId,
          ownerId,
          credits: [{ userId: idOf('olga'), share: '100' }],
          pipelineId,
          stage: { from: stageId, to: idOf('won') },
          quoteId,
          lines: [
            {
              ...seats,
              originLineId: seats.lineId,
              currency: 'EUR',
              total: eur('1500.00'),
              contractId: contractId(seats.lineId),
              action: 'create',
              startsOn: on('2017-03-31'),
              endsOn: on('2018-03-30'),
            },
            {
              ...setUp,
              originLineId: setUp.lineId,
              currency: 'EUR',
              total: eur('400.00'),
              contractId: contractId(setUp.lineId),
              action: 'create',
              startsOn: on('2017-03-31'),
            },
          ],
          revenue: eur('1900.00'),
          change: [eur('1900.00')],
          opportunityType: 'new',
        }),
      ));
  it('is refused without an account, without an active quote, and for the future (SOLD-02)', () => {
    const { account: _, ...withoutAccount } = sellCommand;
    const { accountId: _account, ...opening } = openCommand;
    given(opportunity, ...after(opening))
      .when(withoutAccount)
      .thenRejected('account-required');
    given(opportunity, ...quoted)
      .when({ ...sellCommand, account: { ...aurora, id: idOf('other') } })
      .thenRejected('account-changed', { accountId });
    given(opportunity, ...after(openCommand, createQuote(seats)))
      .when(sellCommand)
      .thenRejected('active-quote-required');
    given(opportunity, ...quoted)
      .when({ ...sellCommand, soldOn: on('2017-07-01') })
      .thenRejected('date-in-future');
  });
  it('locks: it is not sold again (SOLD-03)', () =>
    given(opportunity, ...sold)
      .when(sellCommand)
      .thenRejected('opportunity-locked'));
  it('credits nobody where nobody owns it', () => {
    const { ownerId: _, ...ownerless } = openCommand;
    const sale = after(ownerless, createQuote(seats), activateQuote, sellCommand).at(-1);
    expect(sale).toMatchObject({ data: { credits: [] } });
  });
});

describe('selling with the own amount, where no quote is required (decision 2)', () => {
  const without = { ...sellCommand, quoteRequired: false };
  const withAmount = { ...openCommand, expectedAmount: eur('700.00') };

  it('makes no contract', () =>
    expect(after(withAmount, without).at(-1)).toMatchObject({
      data: { lines: [], revenue: eur('700.00'), change: [eur('700.00')] },
    }));
  it('needs the amount', () =>
    given(opportunity, ...after(openCommand))
      .when(without)
      .thenRejected('amount-required'));
  it('is not for one that has quotes, nor where a quote is required', () => {
    given(opportunity, ...after(withAmount, createQuote(seats)))
      .when(without)
      .thenRejected('active-quote-required');
    given(opportunity, ...after(withAmount))
      .when(sellCommand)
      .thenRejected('active-quote-required');
  });
});

describe('selling again (decision 3)', () => {
  it('keeps what is unchanged, through a duplicate too', () => {
    const newQuoteId = idOf<QuoteId>('copy');
    expect(resold()).toEqual(['keep seats', 'keep set-up']);
    expect(
      resold({ type: 'DuplicateQuote', opportunityId, quoteId, newQuoteId }, { ...activateQuote, quoteId: newQuoteId }),
    ).toEqual(['keep seats', 'keep set-up']);
  });
  it('amends what changed, creates what is new, cancels what is gone', () =>
    expect(
      resold({
        ...change,
        change: [{ lineId: seats.lineId, quantity: '11' }],
        remove: [setUp.lineId],
        add: [{ ...setUp, lineId: idOf('more') }],
      }),
    ).toEqual(['amend seats', 'create new', 'cancel set-up']));
  it.each<Omit<LineChange, 'lineId'>>([
    { unitPrice: '13' },
    { discount: { percent: '1' } },
    { term: { count: 2, unit: 'year' } },
    { startsOn: on('2017-05-01') },
    { custom: { colour: { name: 'colour', value: 'blue' } } },
    { unit: 'team' },
    { product: { id: idOf('other'), code: 'S-1', name: 'Seat' } },
  ])('amends for a change of %j', (changed) =>
    expect(resold({ ...change, change: [{ lineId: seats.lineId, ...changed }] })).toEqual([
      'amend seats',
      'keep set-up',
    ]),
  );
  it.each<Omit<LineChange, 'lineId'>>([
    { tax: { code: 'std', rate: '19' } },
    { priceId: null },
    { startsOn: on('2017-03-31') },
  ])('keeps in spite of %j', (changed) =>
    expect(resold({ ...change, change: [{ lineId: seats.lineId, ...changed }] })).toEqual([
      'keep seats',
      'keep set-up',
    ]),
  );
  it('amends all for another account', () => {
    const other = { ...aurora, id: idOf<typeof aurora.id>('borealis') };
    const edit = { type: 'EditOpportunity', opportunityId, accountId: other.id } as const;
    expect(outcomeOf(...sellingCommands, unlockCommand, edit, { ...sellCommand, account: other })).toEqual([
      'amend seats',
      'amend set-up',
    ]);
  });
  it('keeps the start of what it amends, and counts only the difference', () =>
    expect(
      after(
        ...sellingCommands,
        unlockCommand,
        { ...change, change: [{ lineId: seats.lineId, quantity: '8' }], remove: [setUp.lineId] },
        { ...sellCommand, soldOn: on('2017-04-30') },
      ).at(-1),
    ).toMatchObject({
      data: {
        saleNumber: 2,
        revenue: eur('1200.00'),
        previousRevenue: eur('1900.00'),
        change: [eur('-700.00')],
        lines: [
          { action: 'amend', startsOn: '2017-03-31', endsOn: '2018-03-30', previousTotal: eur('1500.00') },
          { action: 'cancel', total: eur('400.00'), previousTotal: eur('400.00') },
        ],
      },
    }));
  it('brings back what was cancelled in between', () => {
    const newQuoteId = idOf<QuoteId>('copy');
    const commands: readonly OpportunityCommand[] = [
      ...sellingCommands,
      unlockCommand,
      { type: 'DuplicateQuote', opportunityId, quoteId, newQuoteId },
      { ...change, remove: [setUp.lineId] },
      sellCommand,
      unlockCommand,
      { ...activateQuote, quoteId: newQuoteId },
      sellCommand,
    ];
    expect(outcomeOf(...commands)).toEqual(['keep seats', 'amend set-up']);
  });
  describe('a line that does not say when it starts', () => {
    const sellOn = (date: string) => ({ ...sellCommand, soldOn: on(date), today: on('2021-12-31') });
    const without = { ...change, remove: [seats.lineId] };
    const newQuoteId = idOf<QuoteId>('copy');
    const copy = { type: 'DuplicateQuote', opportunityId, quoteId, newQuoteId } as const;
    const activateCopy = { ...activateQuote, quoteId: newQuoteId };
    const changeCopy = (lineChange: Omit<LineChange, 'lineId'>): OpportunityCommand => ({
      ...change,
      quoteId: newQuoteId,
      change: [{ lineId: derivedId(newQuoteId, seats.lineId), ...lineChange }],
    });
    const back = [copy, without, sellOn('2018-05-31'), unlockCommand, activateCopy] as const;
    const lostAndBack = [loseCommand, { type: 'ReopenOpportunity', opportunityId }] as const;
    const seatsAfter = (...commands: readonly OpportunityCommand[]) => {
      const sale = after(...sellingCommands, unlockCommand, ...commands).at(-1);
      if (sale?.type !== 'OpportunitySold') throw new Error('Not sold.');
      const line = sale.data.lines.find(({ originLineId }) => originLineId === seats.lineId);
      return line && [line.action, line.startsOn, line.endsOn];
    };
    const quantity = (text: string) => ({ ...change, change: [{ lineId: seats.lineId, quantity: text }] });

    it('starts with the sale that brings it back, after it was gone and after a loss', () => {
      expect(seatsAfter(...back, sellOn('2019-07-01'))).toEqual(['amend', '2019-07-01', '2020-06-30']);
      expect(seatsAfter(...lostAndBack, sellOn('2017-06-15'))).toEqual(['amend', '2017-06-15', '2018-06-14']);
    });
    it('goes on from there when that sale is changed', () =>
      expect(
        seatsAfter(...lostAndBack, sellOn('2017-06-15'), unlockCommand, quantity('7'), sellOn('2017-09-01')),
      ).toEqual(['amend', '2017-06-15', '2018-06-14']));
    it('starts again when it is changed after its end, and runs longer when only its term is', () => {
      expect(seatsAfter(quantity('7'), sellOn('2018-03-30'))).toEqual(['amend', '2017-03-31', '2018-03-30']);
      expect(seatsAfter(quantity('7'), sellOn('2018-03-31'))).toEqual(['amend', '2018-03-31', '2019-03-30']);
      const longer = { ...change, change: [{ lineId: seats.lineId, term: { count: 3, unit: 'year' } }] } as const;
      expect(seatsAfter(longer, sellOn('2019-01-01'))).toEqual(['amend', '2017-03-31', '2020-03-30']);
    });
    it('is left alone when it is sold again as it stood, also after its end', () =>
      expect(seatsAfter(sellOn('2019-07-01'))).toEqual(['keep', '2017-03-31', '2018-03-30']));
    it('differs from one that says it, which may be over before it is sold', () => {
      const said = changeCopy({ startsOn: on('2017-04-01') });
      expect(seatsAfter(...back, said, sellOn('2019-07-01'))).toEqual(['amend', '2017-04-01', '2018-03-31']);
    });
  });
  it('tells what it does to contracts, for the answer and the dry run', () => {
    const sale = sold.at(-1);
    if (sale?.type !== 'OpportunitySold') throw new Error('Not sold.');
    const { created, kept, amended, cancelled } = saleOutcome(sale);
    expect(created.map(({ name }) => name)).toEqual(['Seat', 'Set-up']);
    expect([kept, amended, cancelled]).toEqual([[], [], []]);
  });
});

describe('unlocking (SOLD-06)', () => {
  const standing = { saleNumber: 1, revenue: eur('1900.00') };

  it('opens it again where it was; the sale stands', () => {
    given(opportunity, ...sold)
      .when({ ...unlockCommand, reason: 'One more' })
      .thenEvents(
        OpportunityUnlocked.of({
          ...whereabouts,
          ...standing,
          stage: { from: idOf('won'), to: stageId },
          personId,
          reason: 'One more',
        }),
      );
    expect(given(opportunity, ...unlocked).state).toMatchObject({ status: 'open', stageId, standing });
  });
  it('stays quiet on repeat, and is refused where nothing was sold', () => {
    given(opportunity, ...unlocked)
      .when(unlockCommand)
      .thenNothing();
    given(opportunity, ...quoted)
      .when(unlockCommand)
      .thenRejected('opportunity-not-sold');
    given(opportunity, ...after(openCommand, loseCommand))
      .when(unlockCommand)
      .thenRejected('opportunity-not-sold');
  });
});

describe('losing', () => {
  const lost = { ...whereabouts, stage: { from: stageId, to: idOf<typeof stageId>('lost') }, lostOn: on('2017-05-31') };

  it('says why, and what was expected', () =>
    given(opportunity, ...after({ ...openCommand, expectedAmount: eur('5.00') }))
      .when({ ...loseCommand, comment: 'Too dear', competitor: 'Borealis' })
      .thenEvents(
        OpportunityLost.of({
          ...lost,
          reasonCode: 'price',
          competitor: 'Borealis',
          expectedAmount: eur('5.00'),
          opportunityType: 'new',
          personId,
          comment: 'Too dear',
        }),
      ));
  it('reverses the sale that stood, as it was credited (decision 15)', () => {
    const changeOwner = {
      type: 'ChangeOpportunityOwner',
      opportunityId,
      ownerId: idOf<NonNullable<typeof ownerId>>('paul'),
    } as const;
    const events = after(...sellingCommands, changeOwner, unlockCommand, loseCommand);
    expect(events.at(-1)).toMatchObject({
      data: {
        ownerId: idOf('paul'),
        reversed: {
          saleNumber: 1,
          soldOn: '2017-03-31',
          revenue: eur('1900.00'),
          account: aurora,
          ownerId,
          credits: [{ userId: ownerId, share: '100' }],
          lines: [{ contractId: contractId(seats.lineId) }, { contractId: contractId(setUp.lineId) }],
          change: [eur('-1900.00')],
        },
      },
    });
    expect(events.reduce(opportunity.evolve, opportunity.initialState)).toMatchObject({
      status: 'lost',
      standing: undefined,
    });
  });
  it('is refused while sold, for the future, and without a reason', () => {
    given(opportunity, ...sold)
      .when(loseCommand)
      .thenRejected('opportunity-locked');
    given(opportunity, ...quoted)
      .when({ ...loseCommand, lostOn: on('2017-07-01') })
      .thenRejected('date-in-future');
    given(opportunity, ...quoted)
      .when({ ...loseCommand, reasonCode: '' })
      .thenRejected('reason-required');
  });
  it('stays quiet on repeat, and is refused when it contradicts', () => {
    given(opportunity, ...after(openCommand, loseCommand))
      .when(loseCommand)
      .thenNothing();
    given(opportunity, ...after(openCommand, loseCommand))
      .when({ ...loseCommand, reasonCode: 'time' })
      .thenRejected('opportunity-lost');
  });
});

describe('reopening', () => {
  const reopen = { type: 'ReopenOpportunity', opportunityId } as const;
  const lost = after(openCommand, loseCommand);
  const reopened = (to: typeof stageId) =>
    OpportunityReopened.of({ ...whereabouts, stage: { from: idOf('lost'), to } });

  it('goes back to the stage before, or to the one named', () => {
    given(opportunity, ...lost)
      .when(reopen)
      .thenEvents(reopened(stageId));
    given(opportunity, ...lost)
      .when({ ...reopen, stageId: idOf('second'), category: 'open' })
      .thenEvents(reopened(idOf('second')));
  });
  it('makes a reversed sale new: all of it counts again, its contracts live again', () => {
    const later = { ...sellCommand, soldOn: on('2017-06-01') };
    const again = after(...sellingCommands, unlockCommand, loseCommand, reopen, later).at(-1);
    expect(again).toMatchObject({
      data: { saleNumber: 2, change: [eur('1900.00')], lines: [{ action: 'amend' }, { action: 'amend' }] },
    });
    expect(again?.data).not.toHaveProperty('previousRevenue');
  });
  it('stays quiet when open, and is refused otherwise', () => {
    given(opportunity, ...quoted)
      .when(reopen)
      .thenNothing();
    given(opportunity, ...quoted)
      .when({ ...reopen, stageId: idOf('second') })
      .thenRejected('opportunity-not-lost');
    given(opportunity, ...sold)
      .when(reopen)
      .thenRejected('opportunity-locked');
    given(opportunity, ...lost)
      .when({ ...reopen, stageId: idOf('won'), category: 'won' })
      .thenRejected('stage-not-open');
  });
});
