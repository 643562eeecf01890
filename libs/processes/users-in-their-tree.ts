import { dateIn, type DateOnly } from '../kernel/dates.js';
import { isEvent } from '../kernel/events.js';
import type { UserId } from '../kernel/ids.js';
import { UserReassigned, UserRegistered } from '../organisation/user/user.events.js';
import type { ReassignUser } from '../organisation/user/user.js';
import { UserPlaced } from '../organisation/user-hierarchy/user-hierarchy.events.js';
import { userHierarchyId, type PlaceUser } from '../organisation/user-hierarchy/user-hierarchy.js';
import type { Process, TargetCommand } from './process.js';

/**
 * A user who was given a manager before there was a tree of users stands in it. What a user's own stream says because the tree decided
 * so, which then caused it, changes nothing there.
 */
export const usersInTheirTree: Process<PlaceUser> = {
  name: 'users-in-their-tree',
  startsAt: 'beginning',
  handles: [UserRegistered.type, UserReassigned.type],
  react(event) {
    const { causationId, commandId, occurredAt } = event.metadata;
    if (causationId !== commandId) return [];
    if (isEvent(UserRegistered, event)) {
      const { userId, managerId, validFrom } = event.data;
      return managerId === undefined ? [] : [placed(userId, managerId, validFrom ?? null)];
    }
    if (!isEvent(UserReassigned, event)) return [];
    const { userId, to, validFrom, fields } = event.data;
    if (fields !== undefined && !fields.includes('managerId')) return [];
    return [placed(userId, to.managerId, validFrom ?? dateIn(occurredAt.slice(0, 10)))];
  },
};

const placed = (userId: UserId, managerId: UserId | null, since: DateOnly | null): TargetCommand<PlaceUser> => ({
  decider: 'userHierarchy',
  target: userHierarchyId,
  command: { type: 'PlaceUser', userId, managerId, since, isStored: true },
});

/** A user is under whom the tree has put them, also where whoever said so did not come to saying it of the user. */
export const usersFollowTheirTree: Process<ReassignUser> = {
  name: 'users-follow-their-tree',
  startsAt: 'beginning',
  handles: [UserPlaced.type],
  react(event) {
    if (!isEvent(UserPlaced, event) || event.data.since === null) return [];
    const { userId, to: managerId, since: validFrom } = event.data;
    return [{ decider: 'user', target: userId, command: { type: 'ReassignUser', userId, managerId, validFrom } }];
  },
};
