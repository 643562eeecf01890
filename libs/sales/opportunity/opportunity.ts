import { pick } from '../../kernel/changes.js';
import { createdAgain } from '../../kernel/creation.js';
import type { Decider } from '../../kernel/decider.js';
import type { OpportunityId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import { isErased } from '../../kernel/personal.js';
import { acceptedAmount } from '../../kernel/pricing.js';
import { withReferences, type WithoutReferences } from '../../kernel/with-references.js';
import { lose, reopen } from './loss.js';
import type {
  ChangeOpportunityOwner,
  EditOpportunity,
  MoveOpportunity,
  OpenOpportunity,
  OpportunityCommand,
  StageCategory,
} from './opportunity.commands.js';
import {
  OpportunityDeleted,
  OpportunityEdited,
  OpportunityMoved,
  OpportunityOpened,
  OpportunityOwnerChanged,
  opportunityProfile,
  OpportunityReferenced,
  OpportunityUnreferenced,
  type OpportunityEvent,
} from './opportunity.events.js';
import { evolve } from './opportunity.evolve.js';
import {
  mustBeOpen,
  reject,
  type Known,
  type Open,
  type OpportunityState,
  type OwnEvent,
} from './opportunity.state.js';
import { decideOnQuotes, quotesDeleted } from './quotes.js';
import { sell, unlock, whereabouts } from './sale.js';

const decider: Decider<WithoutReferences<OpportunityCommand>, OwnEvent, OpportunityState> = {
  category: 'opportunity',
  initialState: { status: 'none' },
  streamIdOf: (command) => command.opportunityId,
  evolve,

  decide(command, state) {
    if (command.type === 'OpenOpportunity') return open(command, state);
    if (state.status === 'none' || state.status === 'deleted') return notFound(command);
    switch (command.type) {
      case 'EditOpportunity':
        return edit(command, mustBeOpen(state));
      case 'MoveOpportunity':
        return move(command, mustBeOpen(state));
      case 'ChangeOpportunityOwner':
        return changeOwner(command, state);
      case 'SellOpportunity':
        return sell(command, mustBeOpen(state));
      case 'UnlockOpportunity':
        return unlock(command, state);
      case 'LoseOpportunity':
        return lose(command, state);
      case 'ReopenOpportunity':
        return reopen(command, state);
      case 'DeleteOpportunity':
        return remove(state);
      case 'CreateQuote':
      case 'EditQuote':
      case 'DuplicateQuote':
      case 'ActivateQuote':
      case 'DeactivateQuote':
      case 'DeleteQuote':
      case 'ChangeQuoteLines':
        return decideOnQuotes(command, state);
    }
  },
};

/** Named by other systems also while sold: they may do so when they are told of the sale. */
export const opportunity: Decider<OpportunityCommand, OpportunityEvent, OpportunityState> = withReferences(decider, {
  referenced: OpportunityReferenced,
  unreferenced: OpportunityUnreferenced,
  idOf: ({ opportunityId }) => opportunityId,
  notFound,
});

function notFound({ opportunityId }: { readonly opportunityId: OpportunityId }): never {
  return reject('opportunity-not-found', `There is no opportunity ${opportunityId}.`);
}

function open(command: OpenOpportunity, state: OpportunityState): readonly OwnEvent[] {
  const { type: _, category, expectedAmount, opportunityType = 'new', ...facts } = command;
  const event = OpportunityOpened.of({
    ...facts,
    opportunityType,
    expectedAmount: expectedAmount && acceptedAmount(expectedAmount),
  });
  if (state.status !== 'none') {
    const { opportunityId, buyerId } = command;
    return createdAgain(state.status === 'deleted' ? undefined : { ...state.created, buyerId }, event, () =>
      reject('opportunity-exists', `There is already another opportunity ${opportunityId}, or there was.`, {
        opportunityId,
      }),
    );
  }
  refuseUnlessOpenStage(category ?? 'open');
  refuseNameless(command.name);
  return [event];
}

function edit(command: EditOpportunity, state: Open): readonly OwnEvent[] {
  const { opportunityId, description, expectedAmount, name } = command;
  const buyerId = command.accountId === undefined ? state.buyerId : command.buyerId;
  if (name !== undefined) refuseNameless(name);
  if (name !== undefined && buyerId === state.buyerId) refuseErased(state);
  const changes = opportunityProfile.edit(state, {
    ...command,
    expectedAmount: expectedAmount && acceptedAmount(expectedAmount),
  });
  const before = state.description ?? null;
  const described = description !== undefined && !sameJson(description, before);
  if (changes === undefined && !described) return [];
  return [
    OpportunityEdited.of({
      opportunityId,
      personId: state.personId,
      buyerId,
      from: {},
      to: {},
      ...changes,
      ...(described && { descriptionBefore: before, description }),
    }),
  ];
}

function move({ opportunityId, pipelineId, stageId, category }: MoveOpportunity, state: Open): readonly OwnEvent[] {
  refuseUnlessOpenStage(category);
  const from = pick(state, ['pipelineId', 'stageId']);
  const to = { pipelineId, stageId };
  return sameJson(from, to) ? [] : [OpportunityMoved.of({ opportunityId, from, to })];
}

/** Also of a sold one: its credits stay where they are (decision 15). */
function changeOwner({ opportunityId, ownerId }: ChangeOpportunityOwner, state: Known): readonly OwnEvent[] {
  const from = state.ownerId ?? null;
  return from === ownerId ? [] : [OpportunityOwnerChanged.of({ opportunityId, from, to: ownerId })];
}

function remove(state: Known): readonly OwnEvent[] {
  if (state.saleNumber > 0) {
    reject(
      'sold-cannot-be-deleted',
      'The opportunity was sold, and sales are kept. Unlock it and mark it lost instead.',
    );
  }
  const deleted = OpportunityDeleted.of({
    ...whereabouts(state),
    buyerId: state.buyerId,
    name: state.name,
    stageId: state.stageId,
  });
  return [...quotesDeleted(state), deleted];
}

function refuseUnlessOpenStage(category: StageCategory): void {
  if (category !== 'open') {
    reject('stage-not-open', `The stage is one of category ${category}. Sell or lose the opportunity to get there.`);
  }
}

/** A name for a person who was erased would be erased at once. */
function refuseErased({ name, buyerId }: Open): void {
  if (buyerId !== undefined && isErased(name)) {
    reject('person-erased', 'The person who buys was erased, and what was said about them cannot be written again.');
  }
}

function refuseNameless(name: string): void {
  if (name.trim() === '') reject('name-required', 'Name the opportunity.');
}
