import fc from 'fast-check';
import type { ContractCommand } from '../contracts/contract/contract.commands.js';
import { contractEvents } from '../contracts/contract/contract.events.js';
import { contract } from '../contracts/contract/contract.js';
import type { CompleteSale } from '../contracts/sale/sale.js';
import type { ContractState } from '../contracts/contract/contract.state.js';
import type { DateOnly } from '../kernel/dates.js';
import { Exact } from '../kernel/decimal.js';
import { DomainError } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import { newId, type LineId, type QuoteId } from '../kernel/ids.js';
import { totals, type Money } from '../kernel/money.js';
import type { OpportunityCommand } from '../sales/opportunity/opportunity.commands.js';
import { opportunityEvents, type OpportunityEvent } from '../sales/opportunity/opportunity.events.js';
import { opportunity } from '../sales/opportunity/opportunity.js';
import type { OpportunityState } from '../sales/opportunity/opportunity.state.js';
import type { NewLine } from '../sales/opportunity/quote.commands.js';
import { eventMetadata } from '../testing/log/builders.js';
import {
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  seats,
  sellCommand,
  setUp,
} from '../testing/sales/sales-examples.js';
import { saleMakesContracts } from './sale-makes-contracts.js';

const quoteIds = ['q1', 'q2', 'q3'].map((name) => idOf<QuoteId>(name));
const lineIds = ['l1', 'l2', 'l3', 'l4'].map((name) => idOf<LineId>(name));
const accounts = ['a1', 'a2'].map((name) => ({
  id: idOf<NonNullable<typeof openCommand.accountId>>(name),
  references: [],
}));

const lineId = fc.constantFrom(...lineIds);
const quoteId = fc.constantFrom(...quoteIds);
const quantity = fc.integer({ min: 1, max: 9 }).map(String);
const line = fc
  .record({ lineId, quantity, base: fc.constantFrom(seats, setUp) })
  .map(({ base, ...own }): NewLine => ({ ...base, ...own }));
const lines = fc.uniqueArray(line, { maxLength: 4, selector: (one) => one.lineId });
const currency = fc.constantFrom('EUR', 'USD', 'JPY');

const onOpportunity = { opportunityId };
const command: fc.Arbitrary<OpportunityCommand> = fc.oneof(
  fc
    .record({ quoteId, currency, lines })
    .map((own) => ({ type: 'CreateQuote', name: 'Q', ...onOpportunity, ...own }) as const),
  fc.record({ quoteId }).map((own) => ({ type: 'ActivateQuote', ...onOpportunity, ...own }) as const),
  fc.record({ quoteId }).map((own) => ({ type: 'DeactivateQuote', ...onOpportunity, ...own }) as const),
  fc.record({ quoteId }).map((own) => ({ type: 'DeleteQuote', ...onOpportunity, ...own }) as const),
  fc
    .record({ quoteId, newQuoteId: quoteId })
    .map(
      (own) =>
        ({ type: 'DuplicateQuote', ...onOpportunity, ...own, newLineIds: lineIds.map(() => newId<LineId>()) }) as const,
    ),
  fc
    .record({ quoteId, add: lines, change: fc.array(fc.record({ lineId, quantity }), { maxLength: 2 }) })
    .map((own) => ({ type: 'ChangeQuoteLines', ...onOpportunity, ...own }) as const),
  fc
    .record({ quoteId, remove: fc.uniqueArray(lineId, { minLength: 1, maxLength: 2 }) })
    .map((own) => ({ type: 'ChangeQuoteLines', ...onOpportunity, ...own }) as const),
  fc.constantFrom(...accounts).map(({ id }) => ({ type: 'EditOpportunity', ...onOpportunity, accountId: id }) as const),
  // On the date of the sale that it undoes.
  fc.constant({ ...loseCommand, lostOn: undefined, today: loseCommand.openedOn }),
  fc.constant({ type: 'ReopenOpportunity', ...onOpportunity } as const),
);
const unlock = { type: 'UnlockOpportunity', ...onOpportunity } as const;
/** Sold again with one of the quotes: often, so that one sale is compared with others. */
const sale = fc
  .constantFrom('2017-03-31', '2017-06-30', '2018-05-31', '2020-01-01')
  .map((date) => ({ sellOn: on(date) }));
const resale = fc
  .tuple(quoteId, sale)
  .map(([own, sell]) => [unlock, { type: 'ActivateQuote', ...onOpportunity, quoteId: own } as const, sell]);
const commands = fc
  .array(
    fc.oneof(
      { arbitrary: command.map((one) => [one]), weight: 4 },
      { arbitrary: fc.constant([unlock]), weight: 3 },
      { arbitrary: resale, weight: 3 },
    ),
    { minLength: 5, maxLength: 40, size: 'max' },
  )
  .map((steps) => steps.flat());

const first = lineIds.slice(0, 2).map((own): NewLine => ({ ...seats, lineId: own }));
const beginning: readonly OpportunityCommand[] = [
  { ...openCommand, accountId: accounts[0]?.id },
  { type: 'CreateQuote', ...onOpportunity, quoteId: idOf('q1'), name: 'Q', currency: 'EUR', lines: first },
  { type: 'DuplicateQuote', ...onOpportunity, quoteId: idOf('q1'), newQuoteId: idOf('q2') },
  { type: 'ActivateQuote', ...onOpportunity, quoteId: idOf('q1') },
];

/** An opportunity, its contracts, and the process between them, all in memory. */
class World {
  state: OpportunityState = opportunity.initialState;
  readonly events: OpportunityEvent[] = [];
  readonly contracts = new Map<string, NonNullable<ContractState>>();
  private revision = 0;

  try(given: OpportunityCommand | { readonly sellOn: DateOnly }): void {
    try {
      const decided = opportunity.decide('sellOn' in given ? this.sale(given.sellOn) : given, this.state);
      for (const event of decided) this.take(event);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  private sale(soldOn: DateOnly): OpportunityCommand {
    const accountId = 'accountId' in this.state ? this.state.accountId : undefined;
    return { ...sellCommand, soldOn, today: on('2020-12-31'), account: accounts.find(({ id }) => id === accountId) };
  }

  private take(event: OpportunityEvent): void {
    const problem = opportunityEvents.find(({ type }) => type === event.type)?.problemWith(event.data);
    expect(problem).toBeUndefined();
    this.state = opportunity.evolve(this.state, event);
    this.events.push(event);
    const recorded: RecordedEvent = {
      ...event,
      id: newId(),
      metadata: eventMetadata(),
      stream: `opportunity-${opportunityId}`,
      revision: this.revision++,
      position: 'log:1',
      recordedAt: eventMetadata().occurredAt,
    };
    // Twice, as after a kill.
    for (const _run of [1, 2]) {
      for (const { command: next } of saleMakesContracts.react(recorded)) {
        if (next.type === 'CompleteSale') this.complete(next);
        else this.apply(next);
      }
    }
  }

  /** What it says of each contract is what the contract's own events say. */
  private complete({ saleNumber, contracts: all }: CompleteSale): void {
    for (const { contractId, outcome } of all) {
      const found = this.contracts.get(contractId)?.contract;
      expect({ contractId, shapedBy: found?.saleNumber === saleNumber, status: found?.status }).toEqual({
        contractId,
        shapedBy: outcome !== 'kept',
        status: outcome === 'cancelled' ? 'cancelled' : (found?.status ?? 'there'),
      });
    }
  }

  private apply(next: ContractCommand): void {
    let before: ContractState = this.contracts.get(next.contractId) ?? null;
    for (const event of contract.decide(next, before)) {
      expect(contractEvents.find(({ type }) => type === event.type)?.problemWith(event.data)).toBeUndefined();
      const after: ContractState = contract.evolve(before, event);
      expect(after?.sequence).toBe((before?.sequence ?? 0) + 1);
      if (after) this.contracts.set(next.contractId, after);
      before = after;
    }
  }
}

const plain = (amounts: readonly Money[]) => totals(amounts).filter(({ amount }) => !new Exact(amount).isZero());

describe('whatever is done with an opportunity', () => {
  it('its standing contracts are what was last sold, one each, and the bookings add up to it', () => {
    const reached = { resold: 0, reversed: 0 };
    fc.assert(
      fc.property(commands, (given) => {
        const world = new World();
        for (const one of beginning) world.try(one);
        for (const one of given) world.try(one);
        const { state } = world;
        if (state.status === 'none' || state.status === 'deleted') throw new Error('Not opened.');

        const standing = [...world.contracts.values()]
          .map((one) => one.contract)
          .filter(({ status }) => status !== 'cancelled');
        const sold = state.standing?.lines ?? [];
        const summary = standing.map((one) => [
          one.contractId,
          one.quantity,
          one.startsOn,
          one.endsOn,
          one.account.id,
          one.netTotal,
        ]);
        const wanted = sold.map((one) => [
          one.contractId,
          one.quantity,
          one.startsOn,
          one.endsOn,
          state.standing?.account.id,
          one.total,
        ]);
        expect(summary.map((one) => JSON.stringify(one)).sort()).toEqual(
          wanted.map((one) => JSON.stringify(one)).sort(),
        );
        expect(new Set(sold.map(({ contractId }) => contractId)).size).toBe(sold.length);
        // No line says when it starts.
        expect(standing.filter(({ soldOn = '', endsOn = '9999' }) => endsOn < soldOn)).toEqual([]);

        const created = world.events.flatMap((event) =>
          event.type === 'OpportunitySold' ? event.data.lines.filter(({ action }) => action === 'create') : [],
        );
        expect(new Set(created.map(({ originLineId }) => originLineId)).size).toBe(created.length);
        expect(world.contracts.size).toBe(created.length);

        const booked = world.events.flatMap((event) => {
          if (event.type === 'OpportunitySold') return event.data.change;
          return event.type === 'OpportunityLost' ? (event.data.reversed?.change ?? []) : [];
        });
        expect(plain(booked)).toEqual(plain(state.standing ? [state.standing.revenue] : []));

        for (const { total, lines: ofQuote, currency: own } of state.quotes) {
          expect(plain([total])).toEqual(plain(ofQuote.map((one) => one.total)));
          expect(ofQuote.every((one) => one.currency === own)).toBe(true);
          expect(new Set(ofQuote.map(({ originLineId }) => originLineId)).size).toBe(ofQuote.length);
        }
        if (state.saleNumber > 1) reached.resold += 1;
        if (world.events.some((event) => event.type === 'OpportunityLost' && event.data.reversed))
          reached.reversed += 1;
      }),
      { numRuns: 300 },
    );
    expect(reached.resold).toBeGreaterThan(100);
    expect(reached.reversed).toBeGreaterThan(30);
  });
});
