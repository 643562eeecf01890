import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { ProjectId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CreateProjectDto, EditProjectDto } from './organisation.dto.js';
import { refuseProjectCycle } from './project-tree.js';

@ApiTags('projects')
@Controller('v1/projects')
export class ProjectsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create a project, under another one or at the top', { creates: true })
  create(@Body() body: CreateProjectDto, @Request() request: CommandRequest) {
    const projectId = request.idFor<ProjectId>('project');
    return this.commands.execute(
      Execute.on(aggregates.project, projectId, request.context, async (facts) => {
        await facts.check({ projectId: body.parentId });
        const { name, references = [] } = body;
        return { type: 'CreateProject', projectId, name, parentId: body.parentId, references };
      }),
    );
  }

  @Patch(':id')
  @CommandRoute('Rename a project or move it in the tree')
  edit(@IdParam('id') projectId: ProjectId, @Body() body: EditProjectDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.project, projectId, request.context, async (facts) => {
        const parentId = body.parentId;
        if (parentId) await refuseProjectCycle(facts, projectId, parentId);
        return { type: 'EditProject', projectId, name: body.name, parentId };
      }),
    );
  }
}
