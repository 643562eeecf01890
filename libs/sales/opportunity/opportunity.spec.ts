import { given } from '../../testing/given.js';
import {
  after,
  idOf,
  loseCommand,
  on,
  openCommand,
  opportunityId,
  sellCommand,
  sellingCommands,
  unlockCommand,
} from '../../testing/sales/sales-examples.js';
import type { UserId } from '../../kernel/ids.js';
import { personalFieldsOf } from '../../kernel/personal.js';
import {
  OpportunityDeleted,
  OpportunityEdited,
  OpportunityMoved,
  OpportunityOpened,
  OpportunityOwnerChanged,
  OpportunityReferenced,
  OpportunityUnreferenced,
  opportunityEvents,
  type OpportunityEvent,
} from './opportunity.events.js';
import { opportunity } from './opportunity.js';

const { type: _, ...facts } = openCommand;
const opened = OpportunityOpened.of({ ...facts, opportunityType: 'new' });
const base = { opportunityId, personId: facts.personId };

const sold = after(...sellingCommands);
const lost = after(openCommand, loseCommand);

describe('opening an opportunity (OPP-01)', () => {
  it('says all that is known', () => given(opportunity).when(openCommand).thenEvents(opened));
  it('keeps amounts with all decimals of their currency', () =>
    given(opportunity)
      .when({ ...openCommand, expectedAmount: { amount: '100', currency: 'EUR' }, description: 'Call Jane' })
      .thenEvents(
        OpportunityOpened.of({
          ...facts,
          opportunityType: 'new',
          expectedAmount: { amount: '100.00', currency: 'EUR' },
          description: 'Call Jane',
        }),
      ));
  it('again in the same way changes nothing, whatever was changed since', () => {
    given(opportunity, opened).when(openCommand).thenNothing();
    given(opportunity, ...sold)
      .when(openCommand)
      .thenNothing();
  });
  it('again in another way, or after it was deleted, is refused', () => {
    given(opportunity, opened)
      .when({ ...openCommand, name: 'Another' })
      .thenRejected('opportunity-exists', { opportunityId });
    given(opportunity, opened, deleted()).when(openCommand).thenRejected('opportunity-exists');
  });
  it('is refused without a name, in a won stage, or with an amount that cannot be', () => {
    given(opportunity)
      .when({ ...openCommand, name: ' ' })
      .thenRejected('name-required');
    given(opportunity)
      .when({ ...openCommand, category: 'won' })
      .thenRejected('stage-not-open');
    const expectedAmount = { amount: '1.5', currency: 'JPY' };
    given(opportunity)
      .when({ ...openCommand, expectedAmount })
      .thenRejected('amount-not-in-minor-units');
  });
});

describe('editing an opportunity (OPP-02, OPP-07)', () => {
  const edit = { type: 'EditOpportunity', opportunityId } as const;

  it('says what was and what is, null where nothing', () =>
    given(opportunity, opened)
      .when({ ...edit, name: 'Seats', accountId: null, expectedCloseOn: on('2017-04-01'), opportunityType: 'new' })
      .thenEvents(
        OpportunityEdited.of({
          ...base,
          from: { name: facts.name, accountId: facts.accountId ?? null, expectedCloseOn: null },
          to: { name: 'Seats', accountId: null, expectedCloseOn: on('2017-04-01') },
        }),
      ));
  it('has the description at the top, where it can be sealed', () =>
    given(opportunity, opened)
      .when({ ...edit, description: 'Call Jane' })
      .thenEvents(
        OpportunityEdited.of({ ...base, from: {}, to: {}, descriptionBefore: null, description: 'Call Jane' }),
      ));
  it('clears and replaces what was erased', () => {
    const erased = OpportunityOpened.of({ ...facts, opportunityType: 'new', description: { erased: true } });
    given(opportunity, erased)
      .when({ ...edit, description: null })
      .thenEvents(
        OpportunityEdited.of({ ...base, from: {}, to: {}, descriptionBefore: { erased: true }, description: null }),
      );
  });
  it('changes nothing by what it is already', () => {
    const edited = after(openCommand, { ...edit, description: 'x', expectedAmount: { amount: '5', currency: 'EUR' } });
    given(opportunity, ...edited)
      .when({ ...edit, name: facts.name, description: 'x', expectedAmount: { amount: '5.0', currency: 'EUR' } })
      .thenNothing();
    given(opportunity, opened)
      .when({ ...edit, description: null, expectedAmount: null })
      .thenNothing();
  });
  it('is refused without a name, while sold, while lost, and before it is there', () => {
    given(opportunity, opened)
      .when({ ...edit, name: '' })
      .thenRejected('name-required');
    given(opportunity, ...sold)
      .when({ ...edit, name: 'x' })
      .thenRejected('opportunity-locked');
    given(opportunity, ...lost)
      .when({ ...edit, name: 'x' })
      .thenRejected('opportunity-lost');
    given(opportunity)
      .when({ ...edit, name: 'x' })
      .thenRejected('opportunity-not-found');
  });
});

describe('moving an opportunity (OPP-05)', () => {
  const move = { type: 'MoveOpportunity', opportunityId, pipelineId: facts.pipelineId, category: 'open' } as const;
  const moved = OpportunityMoved.of({
    opportunityId,
    from: { pipelineId: facts.pipelineId, stageId: facts.stageId },
    to: { pipelineId: facts.pipelineId, stageId: idOf('second') },
  });

  it('says from where and to where', () =>
    given(opportunity, opened)
      .when({ ...move, stageId: idOf('second') })
      .thenEvents(moved));
  it('stays quiet where it is already', () =>
    given(opportunity, opened, moved)
      .when({ ...move, stageId: idOf('second') })
      .thenNothing());
  it('never goes to a won or lost stage, nor away while sold', () => {
    given(opportunity, opened)
      .when({ ...move, stageId: idOf('won'), category: 'won' })
      .thenRejected('stage-not-open');
    given(opportunity, ...sold)
      .when({ ...move, stageId: idOf('second') })
      .thenRejected('opportunity-locked');
  });
});

describe('the owner of an opportunity', () => {
  const olga = facts.ownerId ?? idOf<UserId>('olga');
  const change = { type: 'ChangeOpportunityOwner', opportunityId } as const;
  const toPaul = OpportunityOwnerChanged.of({ opportunityId, from: olga, to: idOf('paul') });

  it('changes, also of a sold or lost one (decision 15)', () => {
    for (const events of [[opened], sold, lost]) {
      given(opportunity, ...events)
        .when({ ...change, ownerId: idOf('paul') })
        .thenEvents(toPaul);
    }
  });
  it('can be nobody', () =>
    given(opportunity, opened)
      .when({ ...change, ownerId: null })
      .thenEvents(OpportunityOwnerChanged.of({ opportunityId, from: olga, to: null })));
  it('stays quiet where it is the same', () =>
    given(opportunity, opened, toPaul)
      .when({ ...change, ownerId: idOf('paul') })
      .thenNothing());
  it('is refused before it is there', () =>
    given(opportunity)
      .when({ ...change, ownerId: olga })
      .thenRejected('opportunity-not-found'));
});

describe('deleting an opportunity (OPP-08)', () => {
  const remove = { type: 'DeleteOpportunity', opportunityId } as const;

  it('says what it was', () => given(opportunity, opened).when(remove).thenEvents(deleted()));
  it('is refused once it was ever sold (decision 3)', () => {
    const lostAgain = after(...sellingCommands, unlockCommand, loseCommand);
    for (const events of [sold, lostAgain]) {
      given(opportunity, ...events)
        .when(remove)
        .thenRejected('sold-cannot-be-deleted');
    }
  });
  it('leaves nothing that answers', () => {
    given(opportunity, opened, deleted()).when(remove).thenRejected('opportunity-not-found');
    given(opportunity, opened, deleted()).when(sellCommand).thenRejected('opportunity-not-found');
  });
});

it('the free text of an opportunity is sealed', () =>
  expect(
    opportunityEvents.map(({ type, schema }) => [type, ...personalFieldsOf(schema)]).filter(({ length }) => length > 1),
  ).toEqual([
    ['OpportunityOpened', 'description'],
    ['OpportunityEdited', 'descriptionBefore', 'description'],
    ['OpportunityUnlocked', 'reason'],
    ['OpportunityLost', 'comment'],
  ]));

describe('references of an opportunity', () => {
  const reference = { system: 'erp', type: 'deal', id: '7' };
  const add = { type: 'ReferenceOpportunity', opportunityId, reference } as const;
  const drop = { ...add, type: 'UnreferenceOpportunity' } as const;
  const referenced = OpportunityReferenced.of({ opportunityId, reference });
  const unreferenced = OpportunityUnreferenced.of({ opportunityId, reference });

  it('are added and removed', () => {
    given(opportunity, opened).when(add).thenEvents(referenced);
    given(opportunity, opened, referenced).when(drop).thenEvents(unreferenced);
  });
  it('stay quiet on repeat', () => {
    given(opportunity, opened, referenced).when(add).thenNothing();
    given(opportunity, opened, referenced, unreferenced).when(drop).thenNothing();
  });
  it('are taken while sold too', () =>
    given(opportunity, ...sold)
      .when(add)
      .thenEvents(referenced));
});

function deleted(): OpportunityEvent {
  const { projectId, accountId, ownerId, pipelineId, stageId, name } = facts;
  return OpportunityDeleted.of({ opportunityId, projectId, accountId, ownerId, pipelineId, stageId, name });
}
