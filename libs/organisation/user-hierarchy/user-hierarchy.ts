import { inForce, isSaid } from '../../kernel/dated.js';
import { circleWith, emptyTree, parentsOf, withParent, type DatedTree } from '../../kernel/dated-tree.js';
import type { DateOnly } from '../../kernel/dates.js';
import type { Decider } from '../../kernel/decider.js';
import { refusals, rejecting } from '../../kernel/domain-error.js';
import { derivedId, type UserId } from '../../kernel/ids.js';
import { UserPlaced, type UserHierarchyEvent } from './user-hierarchy.events.js';

/** The id of the only stream of its kind. */
export const userHierarchyId = derivedId('userHierarchy');

/** `managerId` null: nobody. `since` null: from the beginning. */
export interface PlaceUser {
  readonly type: 'PlaceUser';
  readonly userId: UserId;
  readonly managerId: UserId | null;
  readonly since: DateOnly | null;
  /** Nobody gave the date: what holds on it already is not said again. */
  readonly isToday?: true;
  /** It was stored before there was this tree: a circle, too. */
  readonly isStored?: true;
}
export const userHierarchyRefusals = refusals({
  'manager-cycle': 'conflict',
});

const reject = rejecting(userHierarchyRefusals);

type Managers = DatedTree<UserId, DateOnly>;

/** All managers of users in one stream, so that two changes at once cannot close a circle; each by its own date (ADR 37). */
export const userHierarchy: Decider<PlaceUser, UserHierarchyEvent, Managers> = {
  category: 'userHierarchy',
  initialState: emptyTree(),
  streamIdOf: () => userHierarchyId,

  decide({ userId, managerId: to, since, isToday, isStored }, tree) {
    const managers = parentsOf(tree, userId);
    const from = inForce(managers, since ?? undefined)?.value ?? null;
    if (isToday === true ? from === to : isSaid(managers, since, to)) return [];
    if (to !== null && isStored !== true) refuseCircle(tree, userId, to, since);
    return [UserPlaced.of({ userId, from, to, since })];
  },

  evolve: (tree, { data: { userId, to, since } }) => withParent(tree, userId, to, since),
};

function refuseCircle(tree: Managers, userId: UserId, managerId: UserId, since: DateOnly | null): void {
  const chain = circleWith(tree, userId, managerId, since);
  if (chain === undefined) return;
  const named = [userId, ...chain].join(' under ');
  reject('manager-cycle', `The user would work under themself: ${named}. Choose another manager, or another date.`, {
    chain,
  });
}
