import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DateOnly } from '../../kernel/dates.js';
import type { PersonId, UserId } from '../../kernel/ids.js';
import { assignedSince, assignmentOn } from '../../organisation/user/assigned.js';
import type * as domain from '../../organisation/user/user.js';
import { userProfile } from '../../organisation/user/user.events.js';
import { clearableFields } from '../../kernel/profile.js';
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

/** What is left out stays as it is on each date; without `validFrom` it holds from the date it happened. */
export class ReassignUser extends AggregateCommand<
  Pick<domain.ReassignUser, 'userId' | 'managerId' | 'office'> & { readonly validFrom?: DateOnly | undefined }
> {}

@CommandHandler(ReassignUser)
export class ReassignUserHandler implements ICommandHandler<ReassignUser> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: ReassignUser) {
    const { userId, managerId, office } = data;
    const isToday = data.validFrom === undefined && context.occurred === undefined;
    const validFrom = data.validFrom ?? this.time.happenedOn(context);
    const outcome = await this.commands.prepare(aggregates.user, userId, context, async (lookups) => {
      await lookups.check({ managerId });
      return { type: 'ReassignUser', userId, managerId, office, validFrom, ...(isToday && { isToday }) };
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
    managerId: ({ state }, _userId, _load, today) => state && assignmentOn(state.assigned, today).managerId,
    office: ({ state }, _userId, _load, today) => state && assignmentOn(state.assigned, today).office,
    active: ({ record }) => record?.active,
    validFrom: ({ state }, _userId, _load, today) => state && assignedSince(state.assigned, today),
  },
  defaulted: ['active'],
  clearable: clearableFields(userProfile),
}) {}
