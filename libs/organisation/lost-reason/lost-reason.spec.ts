import { given } from '../../testing/given.js';
import { LostReasonAdded, LostReasonRenamed, LostReasonRetired } from './lost-reason.events.js';
import { lostReason, lostReasonIdOf, type AddLostReason } from './lost-reason.js';

const code = 'price-too-high';
const lostReasonId = lostReasonIdOf(code);
const add: AddLostReason = { type: 'AddLostReason', lostReasonId, code, label: 'Price' };
const added = LostReasonAdded.of({ lostReasonId, code, label: 'Price' });
const retired = LostReasonRetired.of({ lostReasonId, code });

describe('a lost reason', () => {
  it('is added', () => given(lostReason).when(add).thenEvents(added));
  it('is not added again by the same', () => given(lostReason, added).when(add).thenNothing());
  it('is compared with what was added first when it is added again', () => {
    const renamed = LostReasonRenamed.of({ lostReasonId, code, from: 'Price', to: 'Too expensive' });
    given(lostReason, added, renamed).when(add).thenNothing();
    given(lostReason, added, renamed)
      .when({ ...add, label: 'Too expensive' })
      .thenRejected('lost-reason-exists');
  });
  it('is not added again with another label, or when retired', () => {
    given(lostReason, added)
      .when({ ...add, label: 'Too expensive' })
      .thenRejected('lost-reason-exists');
    given(lostReason, added, retired).when(add).thenRejected('lost-reason-exists');
  });
  it.each(['Price', 'price high', 'price-', '', 'a'.repeat(51)])('has no code "%s"', (bad) =>
    given(lostReason)
      .when({ ...add, code: bad })
      .thenRejected('lost-reason-code-invalid'),
  );

  it('is renamed once', () => {
    given(lostReason, added)
      .when({ type: 'RenameLostReason', lostReasonId, label: 'Too expensive' })
      .thenEvents(LostReasonRenamed.of({ lostReasonId, code, from: 'Price', to: 'Too expensive' }));
    given(lostReason, added).when({ type: 'RenameLostReason', lostReasonId, label: 'Price' }).thenNothing();
  });
  it('is retired once', () => {
    given(lostReason, added).when({ type: 'RetireLostReason', lostReasonId }).thenEvents(retired);
    given(lostReason, added, retired).when({ type: 'RetireLostReason', lostReasonId }).thenNothing();
  });
  it('is unknown before it is added', () =>
    given(lostReason).when({ type: 'RetireLostReason', lostReasonId }).thenRejected('lost-reason-not-found'));
});
