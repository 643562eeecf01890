import type { DateOnly } from '../../kernel/dates.js';
import { derivedId, type Id, type OpportunityId, type QuoteId } from '../../kernel/ids.js';
import type { LineCategory } from '../../kernel/lines.js';
import type {
  LoseOpportunity,
  OpenOpportunity,
  OpportunityCommand,
  SellOpportunity,
} from '../../sales/opportunity/opportunity.commands.js';
import type { OpportunityEvent } from '../../sales/opportunity/opportunity.events.js';
import { opportunity } from '../../sales/opportunity/opportunity.js';
import type { CreateQuote, NewLine } from '../../sales/opportunity/quote.commands.js';

/** The same id for the same name, everywhere in the tests. */
export const idOf = <T extends Id<string>>(name: string): T => derivedId<T>('example', name);
export const on = (date: string): DateOnly => date as DateOnly;

export const opportunityId = idOf<OpportunityId>('opportunity');
export const quoteId = idOf<QuoteId>('quote');
export const today = on('2017-06-30');

export const software: LineCategory = {
  id: idOf('software'),
  name: 'Software',
  contractType: 'software',
  kind: 'timeBased',
};
export const services: LineCategory = {
  id: idOf('services'),
  name: 'Services',
  contractType: 'services',
  kind: 'oneOff',
};

/** 10 seats for a year at 12.50 a month: 1,500. */
export const seats: NewLine & { readonly name: string } = {
  lineId: idOf('seats'),
  product: { id: idOf('product'), code: 'S-1', name: 'Seat' },
  priceId: idOf('price'),
  name: 'Seat',
  category: software,
  quantity: '10',
  unit: 'user',
  unitPrice: '12.5',
  per: 'month',
  term: { count: 1, unit: 'year' },
};
/** A hand-made line: 400. */
export const setUp: NewLine & { readonly name: string } = {
  lineId: idOf('set-up'),
  name: 'Set-up',
  category: services,
  quantity: '2',
  unit: 'day',
  unitPrice: '200',
  per: 'once',
};

export const openCommand: OpenOpportunity = {
  type: 'OpenOpportunity',
  opportunityId,
  name: 'Seats for Aurora',
  projectId: idOf('project'),
  pipelineId: idOf('pipeline'),
  stageId: idOf('first'),
  accountId: idOf('aurora'),
  ownerId: idOf('olga'),
  personId: idOf('person'),
  references: [],
};
export const aurora = { id: openCommand.accountId ?? idOf('aurora'), name: 'Aurora AG', references: [] };
export const sellCommand: SellOpportunity = {
  type: 'SellOpportunity',
  opportunityId,
  soldOn: on('2017-03-31'),
  openedOn: on('2017-01-01'),
  today,
  account: aurora,
  wonStageId: idOf('won'),
  quoteRequired: true,
};
export const loseCommand: LoseOpportunity = {
  type: 'LoseOpportunity',
  opportunityId,
  lostOn: on('2017-05-31'),
  openedOn: on('2017-01-01'),
  today,
  reasonCode: 'price',
  stageId: idOf('lost'),
};

/** The events that these commands lead to, each decided on the state that the ones before lead to. */
export function after(...commands: readonly OpportunityCommand[]): readonly OpportunityEvent[] {
  return commands.reduce<readonly OpportunityEvent[]>((events, command) => {
    const state = events.reduce(opportunity.evolve, opportunity.initialState);
    return [...events, ...opportunity.decide(command, state)];
  }, []);
}

export const createQuote = (...lines: readonly NewLine[]): CreateQuote => ({
  type: 'CreateQuote',
  opportunityId,
  quoteId,
  name: 'First',
  currency: 'EUR',
  lines,
});
export const activateQuote = { type: 'ActivateQuote', opportunityId, quoteId } as const;
export const unlockCommand = { type: 'UnlockOpportunity', opportunityId } as const;
export const sellingCommands: readonly OpportunityCommand[] = [
  openCommand,
  createQuote(seats, setUp),
  activateQuote,
  sellCommand,
];
