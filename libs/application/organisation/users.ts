import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PersonId, UserId } from '../../kernel/ids.js';
import type * as domain from '../../organisation/user/user.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { EditUser } from './organisation.commands.js';
import { BusinessTime } from '../settings/business-time.js';

export class RegisterUser extends AggregateCommand<Omit<domain.RegisterUser, 'type' | 'personId'>> {}

@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: RegisterUser) {
    const outcome = await this.commands.prepare(aggregates.user, data.userId, context, async (lookups) => {
      await lookups.check({ managerId: data.managerId });
      return { type: 'RegisterUser', ...data, personId: idFor<PersonId>(context, 'person') };
    });
    return answerTo(outcome);
  }
}

/** What is left out stays as it is; without `validFrom` it holds from the date it happened. */
export class ReassignUser extends AggregateCommand<
  Pick<domain.ReassignUser, 'userId'> & Partial<Omit<domain.ReassignUser, 'type' | 'userId'>>
> {}

@CommandHandler(ReassignUser)
export class ReassignUserHandler implements ICommandHandler<ReassignUser> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: ReassignUser) {
    const { userId, managerId, office, validFrom = this.time.happenedOn(context) } = data;
    const outcome = await this.commands.prepare(aggregates.user, userId, context, async (lookups) => {
      await lookups.check({ managerId });
      const now = await lookups.targetUser(userId);
      return {
        type: 'ReassignUser',
        userId,
        managerId: managerId === undefined ? now.managerId : managerId,
        office: office === undefined ? now.office : office,
        validFrom,
      };
    });
    return answerTo(outcome);
  }
}

export class PutUser extends putByReference({
  aggregate: aggregates.user,
  create: (userId: UserId, fields: New<RegisterUser, 'userId'>, context: Envelope) =>
    new RegisterUser({ ...fields, userId }, context),
  edit: (userId, { name, email }, context) => new EditUser({ userId, name, email }, context),
  fixed: {
    managerId: ({ record }) => record?.managerId,
    office: ({ record }) => record?.office,
    active: ({ record }) => record?.active,
    validFrom: ({ state }) => state?.assignedFrom,
  },
}) {}
