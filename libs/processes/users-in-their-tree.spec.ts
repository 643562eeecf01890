import { newId, type PersonId, type UserId } from '../kernel/ids.js';
import { UserReassigned, UserRegistered } from '../organisation/user/user.events.js';
import { UserPlaced } from '../organisation/user-hierarchy/user-hierarchy.events.js';
import { recorded } from '../testing/log/builders.js';
import { testStart } from '../testing/log/fixed-clock.js';
import { on } from '../testing/sales/sales-examples.js';
import { usersFollowTheirTree, usersInTheirTree } from './users-in-their-tree.js';

const [userId, managerId] = [newId<UserId>(), newId<UserId>()];
const registered = UserRegistered.of({
  userId,
  personId: newId<PersonId>(),
  name: 'U',
  active: true,
  managerId,
  references: [],
});
const assignment = { managerId, office: 'Graz' };
const reassigned = { userId, from: { managerId: null, office: null }, to: assignment } as const;
const commands = (event: Parameters<typeof recorded>[0], metadata = {}) =>
  usersInTheirTree.react(recorded(event, metadata)).map(({ command }) => command);
const placed = (since: string | null) => [
  { type: 'PlaceUser', userId, managerId, since: since === null ? null : on(since), isStored: true },
];

describe('users of before there was a tree of them', () => {
  it('stand in it since the date that was said, else the day it happened, else the beginning', () => {
    expect(commands(registered)).toEqual(placed(null));
    const dated = UserRegistered.of({ ...registered.data, validFrom: on('2016-05-01') });
    expect(commands(dated)).toEqual(placed('2016-05-01'));
    expect(commands(UserReassigned.of({ ...reassigned, validFrom: on('2017-02-01') }))).toEqual(placed('2017-02-01'));
    expect(commands(UserReassigned.of(reassigned))).toEqual(placed(testStart.slice(0, 10)));
  });

  it('stay where nothing was said of a manager, or the tree said it', () => {
    expect(commands(UserReassigned.of({ ...reassigned, fields: ['office'] }))).toEqual([]);
    expect(commands(UserRegistered.of({ ...registered.data, managerId: undefined }))).toEqual([]);
    expect(commands(registered, { causationId: newId() })).toEqual([]);
  });
});

describe('users whom the tree has put under another', () => {
  const follow = (since: string | null) =>
    usersFollowTheirTree.react(
      recorded(UserPlaced.of({ userId, from: null, to: managerId, since: since === null ? null : on(since) })),
    );

  it('follow it on its date; the first manager is said when they are registered', () => {
    expect(follow('2017-02-01').map(({ command }) => command)).toEqual([
      { type: 'ReassignUser', userId, managerId, validFrom: on('2017-02-01') },
    ]);
    expect(follow(null)).toEqual([]);
  });
});
