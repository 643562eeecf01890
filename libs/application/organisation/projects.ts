import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProjectId } from '../../kernel/ids.js';
import type * as domain from '../../organisation/project/project.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope } from '../commands/command.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { refuseProjectCycle } from './project-tree.js';

export class CreateProject extends AggregateCommand<Omit<domain.CreateProject, 'type'>> {}

@CommandHandler(CreateProject)
export class CreateProjectHandler implements ICommandHandler<CreateProject> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreateProject) {
    const outcome = await this.commands.prepare(aggregates.project, data.projectId, context, async (lookups) => {
      await lookups.check({ projectId: data.parentId });
      return { type: 'CreateProject', ...data };
    });
    return answerTo(outcome);
  }
}

export class EditProject extends AggregateCommand<Omit<domain.EditProject, 'type'>> {}

@CommandHandler(EditProject)
export class EditProjectHandler implements ICommandHandler<EditProject> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditProject) {
    const { projectId, parentId } = data;
    const outcome = await this.commands.prepare(aggregates.project, projectId, context, async (lookups) => {
      if (parentId) await refuseProjectCycle(lookups, projectId, parentId);
      return { type: 'EditProject', ...data };
    });
    return answerTo(outcome);
  }
}

export class PutProject extends putByReference({
  aggregate: aggregates.project,
  create: (projectId: ProjectId, fields: New<CreateProject, 'projectId'>, context: Envelope) =>
    new CreateProject({ ...fields, projectId }, context),
  edit: (projectId, fields, context) => new EditProject({ ...fields, projectId }, context),
  fixed: {},
}) {}
