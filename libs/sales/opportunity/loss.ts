import { pick } from '../../kernel/changes.js';
import { sameJson } from '../../kernel/json.js';
import { changeOf } from '../../kernel/money.js';
import type { LoseOpportunity, ReopenOpportunity } from './opportunity.commands.js';
import { OpportunityLost, OpportunityReopened } from './opportunity.events.js';
import { mustBeOpen, reject, type Known, type Open, type OwnEvent } from './opportunity.state.js';
import { outcomeDate } from './outcome-date.js';
import { whereabouts } from './sale.js';

/** Losing an unlocked one reverses the sale that stood (decision 15). */
export function lose(command: LoseOpportunity, state: Known): readonly OwnEvent[] {
  const facts = { ...pick(command, ['reasonCode', 'comment', 'competitor']), lostOn: command.lostOn ?? command.today };
  if (state.status === 'lost' && sameJson([facts, command.stageId], [state.loss, state.stageId])) return [];
  const open = mustBeOpen(state);
  const lostOn = outcomeDate(command.lostOn, command, open);
  if (command.reasonCode.trim() === '') reject('reason-required', 'Name the reason why it was lost.');
  return [
    OpportunityLost.of({
      ...whereabouts(open),
      ...facts,
      lostOn,
      stage: { from: open.stageId, to: command.stageId },
      expectedAmount: open.expectedAmount,
      opportunityType: open.opportunityType,
      personId: open.personId,
      buyerId: open.buyerId,
      reversed: reversal(open),
    }),
  ];
}

export function reopen({ stageId, category }: ReopenOpportunity, state: Known): readonly OwnEvent[] {
  switch (state.status) {
    case 'lost':
      if (category !== undefined && category !== 'open') reject('stage-not-open', 'Reopen it in an open stage.');
      return [
        OpportunityReopened.of({
          ...whereabouts(state),
          stage: { from: state.stageId, to: stageId ?? state.stageBefore },
        }),
      ];
    case 'sold':
      return reject('opportunity-locked', 'The opportunity is sold. Unlock it instead.');
    case 'open':
      if (stageId === undefined || stageId === state.stageId) return [];
      return reject('opportunity-not-lost', 'The opportunity is open. Move it to the stage instead.');
  }
}

const reversal = ({ standing }: Open) => standing && { ...standing, change: changeOf(standing.revenue, undefined) };
