import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ActivityId } from '../../kernel/ids.js';
import type * as domain from '../../activities/activity/activity.js';
import type { AddComment as AddCommentToStream } from '../../activities/comment/comment.js';
import { momentFrom } from '../../kernel/dates.js';
import { activityProfile } from '../../activities/activity/activity.events.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { BusinessTime } from '../settings/business-time.js';
import { personOf } from './subject.js';

export class DeleteActivity extends plainCommand(aggregates.activity, 'DeleteActivity') {}
export class ReferenceActivity extends plainCommand(aggregates.activity, 'ReferenceActivity') {}
export class UnreferenceActivity extends plainCommand(aggregates.activity, 'UnreferenceActivity') {}
export class EditComment extends plainCommand(aggregates.comment, 'EditComment') {}
export class DeleteComment extends plainCommand(aggregates.comment, 'DeleteComment') {}

/** Dates, or times with their zone, as text. */
interface Moments {
  readonly happenedOn?: string | null | undefined;
  readonly plannedFor?: string | null | undefined;
}

/** Without any date it happened when the command did. */
export class LogActivity extends AggregateCommand<
  Omit<domain.LogActivity, 'type' | 'personId' | keyof Moments> & {
    readonly happenedOn?: string | undefined;
    readonly plannedFor?: string | undefined;
  }
> {}

@CommandHandler(LogActivity)
export class LogActivityHandler implements ICommandHandler<LogActivity> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: LogActivity) {
    const { happenedOn, plannedFor } = data;
    const outcome = await this.commands.prepare(aggregates.activity, data.activityId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId });
      return {
        type: 'LogActivity',
        ...data,
        personId: await personOf(data.subject, lookups),
        happenedOn: momentFrom(happenedOn) ?? (plannedFor ? undefined : this.time.happenedOn(context)),
        plannedFor: momentFrom(plannedFor),
      };
    });
    return answerTo(outcome);
  }
}

export class EditActivity extends AggregateCommand<Omit<domain.EditActivity, 'type' | keyof Moments> & Moments> {}

@CommandHandler(EditActivity)
export class EditActivityHandler implements ICommandHandler<EditActivity> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditActivity) {
    const outcome = await this.commands.prepare(aggregates.activity, data.activityId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId });
      const { happenedOn, plannedFor } = data;
      return {
        type: 'EditActivity',
        ...data,
        happenedOn: momentFrom(happenedOn),
        plannedFor: momentFrom(plannedFor),
      };
    });
    return answerTo(outcome);
  }
}

export class AddComment extends AggregateCommand<Omit<AddCommentToStream, 'type' | 'personId'>> {}

@CommandHandler(AddComment)
export class AddCommentHandler implements ICommandHandler<AddComment> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: AddComment) {
    const outcome = await this.commands.prepare(aggregates.comment, data.commentId, context, async (lookups) => ({
      type: 'AddComment',
      ...data,
      personId: await personOf(data.subject, lookups),
    }));
    return answerTo(outcome);
  }
}

export class PutActivity extends putByReference({
  aggregate: aggregates.activity,
  create: (activityId: ActivityId, fields: New<LogActivity, 'activityId'>, context: Envelope) =>
    new LogActivity({ ...fields, activityId }, context),
  edit: (activityId, fields, context) => new EditActivity({ ...fields, activityId }, context),
  fixed: { subject: ({ state }) => (state === 'deleted' ? null : state?.subject) },
  clearable: clearableFields(activityProfile),
}) {}
