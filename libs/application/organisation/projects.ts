import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type * as domain from '../../organisation/project/project.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo } from '../commands/command.js';
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
