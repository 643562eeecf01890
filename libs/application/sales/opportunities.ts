import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpportunityId, PersonId, PipelineId, ProjectId, StageId, UserId } from '../../kernel/ids.js';
import { crmProjectId } from '../../organisation/project/project.js';
import type * as domain from '../../sales/opportunity/opportunity.commands.js';
import { opportunityProfile } from '../../sales/opportunity/opportunity.events.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';

export class DeleteOpportunity extends plainCommand(aggregates.opportunity, 'DeleteOpportunity') {}
export class ReferenceOpportunity extends plainCommand(aggregates.opportunity, 'ReferenceOpportunity') {}
export class UnreferenceOpportunity extends plainCommand(aggregates.opportunity, 'UnreferenceOpportunity') {}

/** In the first open stage of the pipeline and the project "CRM" unless others are named. */
export class OpenOpportunity extends AggregateCommand<
  Omit<domain.OpenOpportunity, 'type' | 'stageId' | 'category' | 'personId' | 'buyerId' | 'projectId'> & {
    readonly stageId?: StageId | undefined;
    readonly projectId?: ProjectId | undefined;
  }
> {}

@CommandHandler(OpenOpportunity)
export class OpenOpportunityHandler implements ICommandHandler<OpenOpportunity> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: OpenOpportunity) {
    const { opportunityId, pipelineId } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      const [{ stageId, category }] = await Promise.all([
        data.stageId ? lookups.stage(pipelineId, data.stageId) : lookups.firstStage(pipelineId, 'open'),
        lookups.check(data),
        // What a qualified lead named was fit when it was named.
        data.leadId === undefined && lookups.checkOrigin(data, aggregates.opportunity, opportunityId),
      ]);
      return {
        type: 'OpenOpportunity',
        ...data,
        stageId,
        category,
        projectId: data.projectId ?? crmProjectId,
        personId: idFor<PersonId>(context, 'person'),
        buyerId: await lookups.personOf(data.accountId),
      };
    });
    return answerTo(outcome);
  }
}

export class EditOpportunity extends AggregateCommand<Omit<domain.EditOpportunity, 'type' | 'buyerId'>> {}

@CommandHandler(EditOpportunity)
export class EditOpportunityHandler implements ICommandHandler<EditOpportunity> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditOpportunity) {
    const { opportunityId } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      await lookups.check({ accountId: data.accountId, projectId: data.projectId });
      await lookups.checkOrigin(data, aggregates.opportunity, opportunityId);
      return { type: 'EditOpportunity', ...data, buyerId: await lookups.personOf(data.accountId) };
    });
    return answerTo(outcome);
  }
}

/** Within its pipeline, or to another one that has the stage. */
export class MoveOpportunity extends AggregateCommand<{
  readonly opportunityId: OpportunityId;
  readonly stageId: StageId;
  readonly pipelineId?: PipelineId | undefined;
}> {}

@CommandHandler(MoveOpportunity)
export class MoveOpportunityHandler implements ICommandHandler<MoveOpportunity> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: MoveOpportunity) {
    const { opportunityId } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      const pipelineId = data.pipelineId ?? (await lookups.opportunity(opportunityId)).pipelineId;
      const { stageId, category } = await lookups.stage(pipelineId, data.stageId);
      return { type: 'MoveOpportunity', opportunityId, pipelineId, stageId, category };
    });
    return answerTo(outcome);
  }
}

/** Null: to nobody. */
export class ChangeOpportunityOwner extends AggregateCommand<{
  readonly opportunityId: OpportunityId;
  readonly ownerId: UserId | null;
}> {}

@CommandHandler(ChangeOpportunityOwner)
export class ChangeOpportunityOwnerHandler implements ICommandHandler<ChangeOpportunityOwner> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ChangeOpportunityOwner) {
    const { opportunityId, ownerId } = data;
    const outcome = await this.commands.prepare(aggregates.opportunity, opportunityId, context, async (lookups) => {
      await lookups.check({ ownerId });
      return { type: 'ChangeOpportunityOwner', opportunityId, ownerId };
    });
    return answerTo(outcome);
  }
}

export class PutOpportunity extends putByReference({
  aggregate: aggregates.opportunity,
  create: (opportunityId: OpportunityId, fields: New<OpenOpportunity, 'opportunityId'>, context: Envelope) =>
    new OpenOpportunity({ ...fields, opportunityId }, context),
  edit: (opportunityId, fields, context) => new EditOpportunity({ ...fields, opportunityId }, context),
  fixed: {
    pipelineId: ({ record }) => record?.pipelineId,
    stageId: ({ record }) => record?.stageId,
    ownerId: ({ record }) => record?.ownerId,
    leadId: ({ record }) => record?.leadId,
    sourceContractId: ({ record }) => record?.sourceContractId,
  },
  defaulted: ['pipelineId', 'stageId'],
  clearable: [...clearableFields(opportunityProfile), 'description'],
}) {}
