import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PutProject, EditProject } from '../../../libs/application/organisation/projects.js';
import type { ProjectId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CreateProjectDto, EditProjectDto } from './organisation.dto.js';

@ApiTags('projects')
@Controller('v1/projects')
export class ProjectsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a project, under another one or at the top', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateProjectDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutProject.making(request.idFor<ProjectId>('project'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Rename a project or move it in the tree')
  edit(
    @IdParam('id') projectId: ProjectId,
    @Body() { occurredAt: _, ...body }: EditProjectDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditProject({ ...body, projectId }, request.context));
  }
}
