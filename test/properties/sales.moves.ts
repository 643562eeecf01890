import { aggregates } from '../../libs/application/register/aggregates.js';
import { addDays, dateIn, type DateOnly } from '../../libs/kernel/dates.js';
import type { LineId, OpportunityId, PersonId, QuoteId } from '../../libs/kernel/ids.js';
import type { BuyingAccount } from '../../libs/kernel/lines.js';
import type { NewLine } from '../../libs/sales/opportunity/quote.commands.js';
import type { Known, OpportunityState } from '../../libs/sales/opportunity/opportunity.state.js';
import type { OpportunityCommand } from '../../libs/sales/opportunity/opportunity.commands.js';
import { services, software } from '../../libs/testing/sales/sales-examples.js';
import type { Picks } from './picks.js';
import { pipelineOf, type MoveOf } from './settings.moves.js';
import type { World } from './world.js';

const amounts = ['0', '10', '250.5', '999.99'];

/** What is done with opportunities and their quotes. */
export const salesMoves = {
  open: async (world, picks) => {
    if (world.opportunities.length >= 5) return;
    const opportunityId = world.newId<OpportunityId>('opportunity');
    const pipelineId = picks.of(world.pipelines);
    const stage = picks.of((await pipelineOf(world, pipelineId)).stages.filter(({ category }) => category === 'open'));
    await world.do(aggregates.opportunity, {
      type: 'OpenOpportunity',
      opportunityId,
      name: `Deal ${String(picks.upTo(5))}`,
      projectId: picks.of(world.projects),
      pipelineId,
      stageId: stage.stageId,
      accountId: picks.maybe(world.accounts),
      ownerId: picks.maybe(world.users),
      expectedAmount: picks.chance(3) ? undefined : { amount: picks.of(amounts), currency: picks.of(['EUR', 'USD']) },
      personId: world.newId<PersonId>('person'),
      description: picks.maybe(['Wants it soon.']),
      references: [],
    });
    world.opportunities.push(opportunityId);
  },
  edit: (world, picks) =>
    tell(world, picks, (opportunityId) => ({
      type: 'EditOpportunity',
      opportunityId,
      projectId: picks.maybe(world.projects),
      accountId: picks.maybe(world.accounts),
      expectedAmount: picks.chance(3) ? null : { amount: picks.of(amounts), currency: picks.of(['EUR', 'USD']) },
      description: picks.chance(3) ? null : 'Asked again.',
    })),
  move: async (world, picks) => {
    const pipelineId = picks.of(world.pipelines);
    const { stageId, category } = picks.of((await pipelineOf(world, pipelineId)).stages);
    await tell(world, picks, (opportunityId) => ({
      type: 'MoveOpportunity',
      opportunityId,
      pipelineId,
      stageId,
      category,
    }));
  },
  changeOwner: (world, picks) =>
    tell(world, picks, (opportunityId) => ({
      type: 'ChangeOpportunityOwner',
      opportunityId,
      ownerId: picks.maybe(world.users) ?? null,
    })),
  refer: (world, picks) =>
    tell(world, picks, (opportunityId) => ({
      type: picks.chance(2) ? 'ReferenceOpportunity' : 'UnreferenceOpportunity',
      opportunityId,
      reference: { system: 'erp', type: 'project', id: String(picks.upTo(2)) },
    })),
  quote: (world, picks) => tell(world, picks, (opportunityId) => newQuote(world, picks, opportunityId)),
  activate: (world, picks) => onQuote(world, picks, 'ActivateQuote'),
  deactivate: (world, picks) => onQuote(world, picks, 'DeactivateQuote'),
  deleteQuote: (world, picks) => onQuote(world, picks, 'DeleteQuote'),
  duplicateQuote: (world, picks) =>
    tellAbout(world, picks, (opportunityId, { quotes }) =>
      quotes.length === 0
        ? undefined
        : {
            type: 'DuplicateQuote',
            opportunityId,
            quoteId: picks.of(quotes).quoteId,
            newQuoteId: world.newId<QuoteId>('quote'),
          },
    ),
  changeLines: (world, picks) => tellAbout(world, picks, (id, state) => lineChanges(world, picks, id, state)),
  sell: async (world, picks) => {
    const opportunityId = anyOf(world, picks);
    if (opportunityId !== undefined) await sell(world, picks, opportunityId);
  },
  unlock: (world, picks) =>
    tell(world, picks, (opportunityId) => ({
      type: 'UnlockOpportunity',
      opportunityId,
      reason: picks.maybe(['More seats.']),
    })),
  lose: async (world, picks) => {
    const opportunityId = anyOf(world, picks);
    if (opportunityId !== undefined) await lose(world, picks, opportunityId);
  },
  reopen: (world, picks) => tell(world, picks, (opportunityId) => ({ type: 'ReopenOpportunity', opportunityId })),
  delete: (world, picks) => tell(world, picks, (opportunityId) => ({ type: 'DeleteOpportunity', opportunityId })),
  /** From a quote to a sale. */
  deal: async (world, picks) => {
    const opportunityId = anyOf(world, picks);
    if (opportunityId === undefined) return;
    const accountId = picks.of(world.accounts);
    const quote = newQuote(world, picks, opportunityId);
    await world.do(aggregates.opportunity, { type: 'EditOpportunity', opportunityId, accountId });
    await world.do(aggregates.opportunity, quote);
    await world.do(aggregates.opportunity, { type: 'ActivateQuote', opportunityId, quoteId: quote.quoteId });
    await sell(world, picks, opportunityId);
  },
  /** Unlocked, changed and sold again, or lost. */
  resale: async (world, picks) => {
    const opportunityId = await anySold(world, picks);
    if (opportunityId === undefined) return;
    await world.do(aggregates.opportunity, { type: 'UnlockOpportunity', opportunityId });
    const state = await world.opportunity(opportunityId);
    if (state.status !== 'open') return;
    await elsewhere(world, picks, state);
    const changes = lineChanges(world, picks, opportunityId, await world.opportunity(opportunityId));
    if (changes !== undefined) await world.do(aggregates.opportunity, changes);
    if (picks.chance(3)) await lose(world, picks, opportunityId);
    else await sell(world, picks, opportunityId);
  },
} satisfies Record<string, MoveOf>;

/** What people do to contracts themselves. */
export const contractMoves = {
  amendContract: async (world, picks) => {
    const contractId = await anyContract(world, picks);
    if (contractId === undefined) return;
    const happenedOn = world.today();
    const quantity = String(1 + picks.upTo(9));
    await world.do(aggregates.contract, {
      type: 'AmendContract',
      contractId,
      reasonCode: 'agreed',
      happenedOn,
      effectiveOn: sometimesLater(world, picks),
      quantity,
    });
  },
  cancelContract: async (world, picks) => {
    const contractId = await anyContract(world, picks);
    if (contractId === undefined) return;
    await world.do(aggregates.contract, {
      type: 'CancelContract',
      contractId,
      reasonCode: 'removed',
      happenedOn: world.today(),
      effectiveOn: sometimesLater(world, picks),
    });
  },
} satisfies Record<string, MoveOf>;

const anyOf = (world: World, picks: Picks) =>
  world.opportunities.length === 0 ? undefined : picks.of(world.opportunities);

async function anySold(world: World, picks: Picks): Promise<OpportunityId | undefined> {
  const states = await Promise.all(world.opportunities.map((id) => world.opportunity(id)));
  const sold = states.flatMap((state) => (state.status === 'sold' ? [state.opportunityId] : []));
  return sold.length === 0 ? undefined : picks.of(sold);
}

async function tell(world: World, picks: Picks, command: (id: OpportunityId) => OpportunityCommand): Promise<void> {
  const id = anyOf(world, picks);
  if (id !== undefined) await world.do(aggregates.opportunity, command(id));
}

async function tellAbout(
  world: World,
  picks: Picks,
  command: (id: OpportunityId, state: Known) => OpportunityCommand | undefined,
): Promise<void> {
  const id = anyOf(world, picks);
  const state = id && (await world.opportunity(id));
  if (state === undefined || state.status === 'none' || state.status === 'deleted') return;
  const made = command(state.opportunityId, state);
  if (made !== undefined) await world.do(aggregates.opportunity, made);
}

const onQuote = (world: World, picks: Picks, type: 'ActivateQuote' | 'DeactivateQuote' | 'DeleteQuote') =>
  tellAbout(world, picks, (opportunityId, { quotes }) =>
    quotes.length === 0 ? undefined : { type, opportunityId, quoteId: picks.of(quotes).quoteId },
  );

function newQuote(world: World, picks: Picks, opportunityId: OpportunityId) {
  const lines = Array.from({ length: picks.upTo(4) }, () => newLine(world, picks));
  const currency = picks.of(['EUR', 'USD', 'EUR', 'JPY']);
  return {
    type: 'CreateQuote',
    opportunityId,
    quoteId: world.newId<QuoteId>('quote'),
    name: 'Quote',
    currency,
    lines,
  } as const;
}

/** Into another pipeline, to another owner, account or project, or with a copy of the quote: what was sold before keeps what it was sold with. */
async function elsewhere(world: World, picks: Picks, { opportunityId, activeQuoteId }: Known): Promise<void> {
  const { opportunity } = aggregates;
  if (picks.chance(3)) {
    const pipelineId = picks.of(world.pipelines);
    const stage = picks.of((await pipelineOf(world, pipelineId)).stages.filter(({ category }) => category === 'open'));
    await world.do(opportunity, {
      type: 'MoveOpportunity',
      opportunityId,
      pipelineId,
      stageId: stage.stageId,
      category: 'open',
    });
  }
  if (picks.chance(3)) {
    await world.do(opportunity, { type: 'ChangeOpportunityOwner', opportunityId, ownerId: picks.of(world.users) });
  }
  if (picks.chance(3)) {
    const [accountId, projectId] = [picks.maybe(world.accounts), picks.maybe(world.projects)];
    await world.do(opportunity, { type: 'EditOpportunity', opportunityId, accountId, projectId });
  }
  if (activeQuoteId !== undefined && picks.chance(2)) {
    const quoteId = world.newId<QuoteId>('quote');
    await world.do(opportunity, { type: 'DuplicateQuote', opportunityId, quoteId: activeQuoteId, newQuoteId: quoteId });
    await world.do(opportunity, { type: 'ActivateQuote', opportunityId, quoteId });
  }
}

function lineChanges(world: World, picks: Picks, opportunityId: OpportunityId, state: OpportunityState) {
  if (state.status === 'none' || state.status === 'deleted') return undefined;
  const { quotes, activeQuoteId } = state;
  const quote = quotes.find(({ quoteId }) => quoteId === activeQuoteId) ?? picks.maybe(quotes);
  if (quote === undefined) return undefined;
  const lineIds = quote.lines.map(({ lineId }) => lineId);
  const removed = picks.chance(2) ? picks.maybe(lineIds) : undefined;
  const changed = picks.maybe(lineIds.filter((lineId) => lineId !== removed));
  return {
    type: 'ChangeQuoteLines',
    opportunityId,
    quoteId: quote.quoteId,
    add: picks.chance(2) ? [newLine(world, picks)] : [],
    change: changed === undefined ? [] : [{ lineId: changed, quantity: String(1 + picks.upTo(9)) }],
    remove: removed === undefined ? [] : [removed],
  } as const;
}

function newLine(world: World, picks: Picks): NewLine {
  const product = picks.maybe(world.products);
  const lineId = world.newId<LineId>('line');
  const discount = picks.of([null, { percent: '10' }, null, { amount: '1' }]);
  const priceBookId = picks.maybe(world.priceBooks);
  const shared = { lineId, product, priceBookId, quantity: String(1 + picks.upTo(9)), ...(discount && { discount }) };
  return picks.chance(2)
    ? {
        ...shared,
        name: 'Seat',
        category: software,
        unit: 'user',
        unitPrice: '12.333',
        per: 'month',
        term: { count: 1, unit: 'year' },
      }
    : { ...shared, name: 'Set-up', category: services, unit: 'day', unitPrice: picks.of(['200', '19.9']), per: 'once' };
}

async function sell(world: World, picks: Picks, opportunityId: OpportunityId): Promise<void> {
  const state = await world.opportunity(opportunityId);
  if (state.status === 'none' || state.status === 'deleted') return;
  const { stages } = await pipelineOf(world, state.pipelineId);
  await world.do(aggregates.opportunity, {
    type: 'SellOpportunity',
    opportunityId,
    soldOn: sinceBooked(state, picks.dayBefore(world.today(), 120)),
    openedOn: earliest,
    today: world.today(),
    account: state.accountId && (await buyer(world, state.accountId)),
    wonStageId: picks.of(stages.filter(({ category }) => category === 'won')).stageId,
    quoteRequired: picks.chance(2),
  });
}

async function lose(world: World, picks: Picks, opportunityId: OpportunityId): Promise<void> {
  const state = await world.opportunity(opportunityId);
  if (state.status === 'none' || state.status === 'deleted') return;
  const { stages } = await pipelineOf(world, state.pipelineId);
  await world.do(aggregates.opportunity, {
    type: 'LoseOpportunity',
    opportunityId,
    lostOn: sinceBooked(state, picks.dayBefore(world.today(), 60)),
    openedOn: earliest,
    today: world.today(),
    reasonCode: 'price',
    comment: picks.maybe(['Too dear.']),
    stageId: picks.of(stages.filter(({ category }) => category === 'lost')).stageId,
  });
}

/** Mostly in order; opportunities of this world were there from the beginning. */
const sinceBooked = ({ lastBooked }: Known, date: DateOnly): DateOnly =>
  lastBooked !== undefined && lastBooked.on > date ? lastBooked.on : date;
const earliest = dateIn('2000-01-01');

async function buyer(world: World, id: NonNullable<Known['accountId']>): Promise<BuyingAccount> {
  const { record } = (await world.executor.load(aggregates.account, id)).state;
  return { id, ...(typeof record?.name === 'string' && { name: record.name }), references: [] };
}

async function anyContract(world: World, picks: Picks) {
  const states = await Promise.all(world.opportunities.map((id) => world.opportunity(id)));
  const sold = states.flatMap((state) => ('everSold' in state ? Object.values(state.everSold) : []));
  const made = await Promise.all(sold.map(({ contractId }) => world.executor.load(aggregates.contract, contractId)));
  const known = made.flatMap(({ state: { state } }) => (state === null ? [] : [state.contract.contractId]));
  return known.length === 0 ? undefined : picks.of(known);
}

/** Today, or a day within the next two months, for which it is scheduled. */
const sometimesLater = (world: World, picks: Picks): DateOnly =>
  picks.chance(2) ? world.today() : addDays(world.today(), picks.upTo(60));
