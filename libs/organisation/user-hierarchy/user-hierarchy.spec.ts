import type { DateOnly } from '../../kernel/dates.js';
import { newId, type UserId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { on } from '../../testing/sales/sales-examples.js';
import { UserPlaced } from './user-hierarchy.events.js';
import { userHierarchy, type PlaceUser } from './user-hierarchy.js';

const [ann, bob, cleo] = [newId<UserId>(), newId<UserId>(), newId<UserId>()];
const day = (n: number | null): DateOnly | null => (n === null ? null : on(`2017-01-0${String(n)}`));
const place = (userId: UserId, managerId: UserId | null, since: number | null = 5): PlaceUser => ({
  type: 'PlaceUser',
  userId,
  managerId,
  since: day(since),
});
const placed = (userId: UserId, from: UserId | null, to: UserId | null, since: number | null = 5) =>
  UserPlaced.of({ userId, from, to, since: day(since) });
/** Cleo under Bob under Ann, and from the 7th under nobody. */
const tree = [placed(bob, null, ann, null), placed(cleo, null, bob, 3), placed(cleo, bob, null, 7)];

describe('who works under whom (ADR 37)', () => {
  it('is one stream', () =>
    expect(userHierarchy.streamIdOf(place(ann, bob))).toBe(userHierarchy.streamIdOf(place(bob, null))));

  it('is said by date, in any order', () => {
    given(userHierarchy)
      .when(place(bob, ann, null))
      .thenEvents(placed(bob, null, ann, null));
    given(userHierarchy, ...tree)
      .when(place(bob, null, 4))
      .thenEvents(placed(bob, ann, null, 4));
  });

  it('is not said twice for one date, nor again today', () => {
    given(userHierarchy, ...tree)
      .when(place(cleo, bob, 3))
      .thenNothing();
    given(userHierarchy, ...tree)
      .when({ ...place(cleo, bob, 5), isToday: true })
      .thenNothing();
    given(userHierarchy, ...tree)
      .when(place(cleo, bob, 5))
      .thenEvents(placed(cleo, bob, bob, 5));
  });

  it('is no circle on any date', () => {
    given(userHierarchy, ...tree)
      .when(place(ann, cleo, 6))
      .thenRejected('manager-cycle', { chain: [cleo, bob, ann] });
    given(userHierarchy, ...tree)
      .when(place(ann, cleo, null))
      .thenRejected('manager-cycle');
    given(userHierarchy, ...tree)
      .when(place(ann, cleo, 7))
      .thenEvents(placed(ann, null, cleo, 7));
    given(userHierarchy)
      .when(place(ann, ann))
      .thenRejected('manager-cycle', { chain: [ann] });
  });

  it('takes a circle that was stored before, and what opens it again', () => {
    const circle = [...tree, placed(ann, null, cleo, 3)];
    given(userHierarchy, ...tree)
      .when({ ...place(ann, cleo, 3), isStored: true })
      .thenEvents(placed(ann, null, cleo, 3));
    given(userHierarchy, ...circle)
      .when(place(ann, null, 3))
      .thenEvents(placed(ann, cleo, null, 3));
  });
});
