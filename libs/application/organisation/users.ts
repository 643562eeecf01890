import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import type { DateOnly } from '../../kernel/dates.js';
import type { PersonId, UserId } from '../../kernel/ids.js';
import { assignedSince, assignmentOn } from '../../organisation/user/assigned.js';
import type * as domain from '../../organisation/user/user.js';
import { userProfile } from '../../organisation/user/user.events.js';
import type { PlaceUser as Place } from '../../organisation/user-hierarchy/user-hierarchy.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands, type Prepare } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import type { Lookups } from '../lookups/lookups.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { EditUser } from './organisation.commands.js';
import { BusinessTime } from '../settings/business-time.js';
import { UserTree } from './user-tree.js';

export class RegisterUser extends AggregateCommand<Omit<domain.RegisterUser, 'type' | 'personId'>> {}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly tree: UserTree,
  ) {}

  async execute({ data, context }: RegisterUser) {
    const { userId, managerId, validFrom } = data;
    const prepare = async (lookups: Lookups) => {
      await lookups.check({ managerId });
      return { type: 'RegisterUser', ...data, personId: idFor<PersonId>(context, 'person') } as const;
    };
    const place = { userId, managerId, since: validFrom ?? null };
    return answerTo(await placedFirst(this.commands, this.tree, place, context, prepare));
  }
}

/** What is left out stays as it is on each date; without `validFrom` it holds from the date it happened. */
export class ReassignUser extends AggregateCommand<
  Pick<domain.ReassignUser, 'userId' | 'managerId' | 'office'> & { readonly validFrom?: DateOnly | undefined }
> {}

@CommandHandler(ReassignUser)
export class ReassignUserHandler implements ICommandHandler<ReassignUser> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
    private readonly tree: UserTree,
  ) {}

  async execute({ data, context }: ReassignUser) {
    const { userId, managerId, office } = data;
    const isToday = data.validFrom === undefined && context.occurred === undefined;
    const validFrom = data.validFrom ?? this.time.happenedOn(context);
    const said = { validFrom, ...(isToday && { isToday }) };
    const prepare = async (lookups: Lookups) => {
      await lookups.check({ managerId });
      return { type: 'ReassignUser', userId, managerId, office, ...said } as const;
    };
    const place = { userId, managerId, since: validFrom, ...(isToday && { isToday }) };
    return answerTo(await placedFirst(this.commands, this.tree, place, context, prepare));
  }
}

/** A command that gives a user a manager is done once the tree has taken it. */
function placedFirst(
  commands: AggregateCommands,
  tree: UserTree,
  { managerId, ...place }: Omit<Place, 'type' | 'managerId'> & { readonly managerId?: UserId | null | undefined },
  context: Envelope,
  prepare: Prepare<domain.UserCommand>,
) {
  const { userId } = place;
  if (managerId === undefined) return commands.prepare(aggregates.user, userId, context, prepare);
  const placed = { ...place, managerId };
  return commands.claimed(aggregates.user, userId, context, (work) => tree.placed(placed, context, work), prepare);
}

/** What processes say of users of before there was a tree. */
export class PlaceUser extends AggregateCommand<Omit<Place, 'type'>, void> {}

@CommandHandler(PlaceUser)
export class PlaceUserHandler implements ICommandHandler<PlaceUser> {
  constructor(private readonly tree: UserTree) {}

  async execute({ data, context }: PlaceUser): Promise<void> {
    await this.tree.place({ ...data, type: 'PlaceUser' }, context);
  }
}

/** The user says under whom the tree has put them; not one who was never registered, nor what was corrected since. */
export class FollowUserTree extends AggregateCommand<domain.ReassignUser, void> {}

@CommandHandler(FollowUserTree)
export class FollowUserTreeHandler implements ICommandHandler<FollowUserTree> {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly tree: UserTree,
  ) {}

  async execute({ data, context }: FollowUserTree): Promise<void> {
    const { state } = await this.executor.load(aggregates.user, data.userId);
    if (state.record === null || !(await this.tree.says(data))) return;
    await this.executor.execute(aggregates.user, { ...data, type: 'ReassignUser' }, context);
  }
}

export class PutUser extends putByReference({
  aggregate: aggregates.user,
  create: (userId: UserId, fields: New<RegisterUser, 'userId'>, context: Envelope) =>
    new RegisterUser({ ...fields, userId }, context),
  edit: (userId, { name, email }, context) => new EditUser({ userId, name, email }, context),
  fixed: {
    managerId: ({ state }, _userId, _load, today) => state && assignmentOn(state.assigned, today).managerId,
    office: ({ state }, _userId, _load, today) => state && assignmentOn(state.assigned, today).office,
    active: ({ record }) => record?.active,
    validFrom: ({ state }, _userId, _load, today) => state && assignedSince(state.assigned, today),
  },
  defaulted: ['active'],
  clearable: clearableFields(userProfile),
}) {}
