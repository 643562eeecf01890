import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor } from '../../commands/command-executor.js';
import { isEvent } from '../../kernel/events.js';
import type { ProjectId } from '../../kernel/ids.js';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import { ProjectPlaced } from '../../organisation/project-hierarchy/project-hierarchy.events.js';
import {
  projectHierarchy,
  type PlaceProject as Place,
} from '../../organisation/project-hierarchy/project-hierarchy.js';
import type * as domain from '../../organisation/project/project.js';
import { projectsInTheirTree } from '../../processes/projects-in-their-tree.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, alsoFor, answerTo, type Envelope, withTimeOfItsOwn } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { reactAtOnce } from '../commands/react-at-once.js';
import { Lookups } from '../lookups/lookups.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { BusinessTime } from '../settings/business-time.js';

export class CreateProject extends AggregateCommand<Omit<domain.CreateProject, 'type'>> {}

@CommandHandler(CreateProject)
export class CreateProjectHandler implements ICommandHandler<CreateProject> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly executor: CommandExecutor,
  ) {}

  async execute({ data, context }: CreateProject) {
    const outcome = await this.commands.prepare(aggregates.project, data.projectId, context, async (lookups) => {
      await lookups.check({ projectId: data.parentId });
      return { type: 'CreateProject', ...data };
    });
    await reactAtOnce(projectsInTheirTree, outcome.events, (command, envelope) =>
      this.executor.execute(projectHierarchy, command, envelope),
    );
    return answerTo(outcome);
  }
}

/** `parentId` null: to the top of the tree, since it happened. */
export class EditProject extends AggregateCommand<
  Pick<domain.EditProject, 'projectId' | 'name'> & { readonly parentId?: ProjectId | null | undefined }
> {}

@CommandHandler(EditProject)
export class EditProjectHandler implements ICommandHandler<EditProject> {
  /** The tree and the project take the moves of one project in the same order. */
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly commands: AggregateCommands,
    private readonly executor: CommandExecutor,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data: { projectId, name, parentId }, context }: EditProject) {
    if (parentId === undefined) return answerTo(await this.edit({ projectId, name }, context));
    const { batch, ...alone } = context;
    await batch?.commit();
    // A move has a time of its own; a name has that of the project.
    const own = name === undefined ? withTimeOfItsOwn(alone) : alone;
    return this.mutex.take(projectId, async () => {
      const { earlier } = await this.executor.repeated(aggregates.project, projectId, own);
      if (earlier !== undefined) return answerTo(earlier);
      const since = this.time.momentOf(alone);
      // Refuses what the project itself refuses, before the tree is asked.
      const edit = { type: 'EditProject', projectId, name, place: { parentId, since: since.since } } as const;
      await this.executor.preview(aggregates.project, edit, own);
      if (parentId !== null) await new Lookups(this.executor).project(parentId);
      const place = await this.place({ projectId, parentId, ...since }, alone);
      return answerTo(await this.edit({ projectId, name, place }, own));
    });
  }

  private edit(data: Omit<domain.EditProject, 'type'>, context: Envelope) {
    return this.commands.execute(aggregates.project, { type: 'EditProject', ...data }, context);
  }

  /** Undefined: the project stands there already. */
  private async place(place: Omit<Place, 'type'>, context: Envelope): Promise<domain.ProjectPlace | undefined> {
    const ofTree = withTimeOfItsOwn(alsoFor(context, 'tree'));
    const { events } = await this.executor.execute(projectHierarchy, { type: 'PlaceProject', ...place }, ofTree);
    const placed = events.find((event) => isEvent(ProjectPlaced, event));
    return placed && { parentId: placed.data.to, since: placed.data.since };
  }
}

/** What processes say of the tree. */
export class PlaceProject extends AggregateCommand<Omit<Place, 'type'>, void> {}

@CommandHandler(PlaceProject)
export class PlaceProjectHandler implements ICommandHandler<PlaceProject> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ data, context }: PlaceProject): Promise<void> {
    await this.executor.execute(projectHierarchy, { ...data, type: 'PlaceProject' }, context);
  }
}

/** The project says where the tree has put it. */
export class FollowProjectTree extends plainCommand(aggregates.project, 'EditProject') {}

export class PutProject extends putByReference({
  aggregate: aggregates.project,
  create: (projectId: ProjectId, fields: New<CreateProject, 'projectId'>, context: Envelope) =>
    new CreateProject({ ...fields, projectId }, context),
  edit: (projectId, fields, context) => new EditProject({ ...fields, projectId }, context),
  fixed: {},
  clearable: ['parentId'],
}) {}
