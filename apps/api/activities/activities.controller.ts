import { Body, Controller, Delete, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DeleteActivity, EditActivity, PutActivity } from '../../../libs/application/activities/activities.js';
import type { ActivityId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { EditActivityDto, LogActivityDto, subjectFrom } from './activities.dto.js';

@ApiTags('activities')
@Controller('v1/activities')
export class ActivitiesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Add a sales activity to a lead, account, opportunity, campaign or partner (ACT-01, LEAD-15, PAR-09)', {
    creates: true,
  })
  log(@Body() { occurredAt: _, subject, ...body }: LogActivityDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      PutActivity.making(
        request.idFor<ActivityId>('activity'),
        { ...body, subject: subjectFrom(subject) },
        request.context,
      ),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit an activity (ACT-02)')
  edit(
    @IdParam('id') activityId: ActivityId,
    @Body() { occurredAt: _, ...body }: EditActivityDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditActivity({ ...body, activityId }, request.context));
  }

  @Delete(':id')
  @CommandRoute('Delete an activity (ACT-03); its history stays')
  delete(@IdParam('id') activityId: ActivityId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeleteActivity({ activityId }, request.context));
  }
}
