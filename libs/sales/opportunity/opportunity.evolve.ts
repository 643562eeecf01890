import { pick } from '../../kernel/changes.js';
import { asCreated } from '../../kernel/creation.js';
import type { DateOnly } from '../../kernel/dates.js';
import { opportunityProfile, type OpportunitySold } from './opportunity.events.js';
import type { Existing, Known, OpportunityState, OwnEvent, Sold } from './opportunity.state.js';
import { evolveQuotes } from './quotes.evolve.js';
import type { EventOf } from '../../kernel/events.js';

export function evolve(state: OpportunityState, event: OwnEvent): OpportunityState {
  if (event.type === 'OpportunityOpened') {
    return {
      ...asCreated(event.data),
      status: 'open',
      quotes: [],
      deletedQuotes: [],
      saleNumber: 0,
      everSold: {},
    };
  }
  return state.status === 'none' || state.status === 'deleted' ? state : evolveKnown(state, event);
}

type Later = Exclude<OwnEvent, { type: 'OpportunityOpened' }>;

function evolveKnown(state: Known, event: Later): OpportunityState {
  switch (event.type) {
    case 'OpportunityEdited': {
      const { description, buyerId } = event.data;
      const edited = { ...opportunityProfile.after(state, event.data), buyerId };
      return description === undefined ? edited : { ...edited, description: description ?? undefined };
    }
    case 'OpportunityMoved':
      return { ...state, ...event.data.to };
    case 'OpportunityOwnerChanged':
      return { ...state, ownerId: event.data.to ?? undefined };
    case 'OpportunitySold':
      return sold(state, event);
    case 'OpportunityUnlocked':
      return { ...existing(state), status: 'open', stageId: event.data.stage.to };
    case 'OpportunityLost': {
      const { stage } = event.data;
      const loss = pick(event.data, ['lostOn', 'reasonCode', 'comment', 'competitor']);
      return {
        ...existing(state),
        status: 'lost',
        stageId: stage.to,
        stageBefore: stage.from,
        loss,
        standing: undefined,
        lastBooked: event.data.reversed ? booked(state, 'loss', loss.lostOn) : state.lastBooked,
      };
    }
    case 'OpportunityReopened':
      return { ...existing(state), status: 'open', stageId: event.data.stage.to };
    case 'OpportunityDeleted':
      return { status: 'deleted' };
    case 'QuoteCreated':
    case 'QuoteEdited':
    case 'QuoteLineAdded':
    case 'QuoteLineChanged':
    case 'QuoteLineRemoved':
    case 'QuoteActivated':
    case 'QuoteDeactivated':
    case 'QuoteDeleted':
      return { ...state, ...evolveQuotes(state, event) };
  }
}

function sold(state: Known, { data }: EventOf<typeof OpportunitySold>): Sold {
  const { saleNumber, stage, lines } = data;
  const facts = pick(data, [
    'soldOn',
    'revenue',
    'account',
    'projectId',
    'ownerId',
    'credits',
    'partnerId',
    'pipelineId',
  ]);
  return {
    ...existing(state),
    status: 'sold',
    stageId: stage.to,
    stageBefore: stage.from,
    saleNumber,
    everSold: { ...state.everSold, ...Object.fromEntries(lines.map((line) => [line.originLineId, line])) },
    standing: { ...facts, saleNumber, lines: lines.filter(({ action }) => action !== 'cancel') },
    lastBooked: booked(state, 'sale', data.soldOn),
  };
}

/** Of what was stored before order was asked for, the later date. */
const booked = ({ lastBooked }: Known, by: 'sale' | 'loss', on: DateOnly): Existing['lastBooked'] =>
  lastBooked !== undefined && lastBooked.on > on ? lastBooked : { by, on };

/** Without what only a sold or a lost one has. */
function existing(state: Known): Existing {
  switch (state.status) {
    case 'open': {
      const { status: _, ...rest } = state;
      return rest;
    }
    case 'sold': {
      const { status: _, stageBefore: _stage, ...rest } = state;
      return rest;
    }
    case 'lost': {
      const { status: _, stageBefore: _stage, loss: _loss, ...rest } = state;
      return rest;
    }
  }
}
