import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { ActivityId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { EditActivityDto, LogActivityDto } from './activities.dto.js';
import { personOf, subjectFrom } from './subject.js';

@ApiTags('activities')
@Controller('v1/activities')
export class ActivitiesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Add a sales activity to an account or opportunity (ACT-01)', { creates: true })
  log(@Body() { occurredAt: _, ...body }: LogActivityDto, @Request() request: CommandRequest) {
    const activityId = request.idFor<ActivityId>('activity');
    const subject = subjectFrom(body.subject);
    return this.commands.execute(
      Execute.on(aggregates.activity, activityId, request.context, async (facts) => {
        await facts.check(body);
        return {
          type: 'LogActivity',
          ...body,
          activityId,
          subject,
          personId: await personOf(subject, facts),
          happenedOn: request.moment(body.happenedOn) ?? (body.plannedFor ? undefined : request.happenedOn()),
          plannedFor: request.moment(body.plannedFor),
          ownerId: body.ownerId,
          references: body.references ?? [],
        };
      }),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit an activity (ACT-02)')
  edit(
    @IdParam('id') activityId: ActivityId,
    @Body() { occurredAt: _, ...body }: EditActivityDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.activity, activityId, request.context, async (facts) => {
        await facts.check(body);
        return {
          type: 'EditActivity',
          ...body,
          activityId,
          happenedOn: request.moment(body.happenedOn),
          plannedFor: request.moment(body.plannedFor),
          ownerId: body.ownerId,
        };
      }),
    );
  }

  @Delete(':id')
  @CommandRoute('Delete an activity (ACT-03); its history stays')
  delete(@IdParam('id') activityId: ActivityId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.activity, activityId, request.context, () => ({ type: 'DeleteActivity', activityId })),
    );
  }
}
