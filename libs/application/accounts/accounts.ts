import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountHierarchyId } from '../../accounts/account-hierarchy/account-hierarchy.js';
import type * as domain from '../../accounts/account/account.commands.js';
import { parentAt } from '../../kernel/dated-tree.js';
import type { Instant } from '../../kernel/dates.js';
import type { AccountId, PersonId, ProjectId, UserId } from '../../kernel/ids.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { newAccountUnderItsParent } from '../../processes/new-account-under-its-parent.js';
import { accountProfile } from '../../accounts/account/account.events.js';
import { clearableFields } from '../../kernel/profile.js';
import { AggregateCommands } from '../commands/aggregate-commands.js';
import { AggregateCommand, answerTo, type Envelope, idFor, withTimeOfItsOwn } from '../commands/command.js';
import { plainCommand } from '../commands/plain-command.js';
import { reactAtOnce } from '../commands/react-at-once.js';
import { putByReference, type New } from '../references/put-by-reference.js';
import { aggregates } from '../register/aggregates.js';
import { BusinessTime } from '../settings/business-time.js';

export class ReferenceAccount extends plainCommand(aggregates.account, 'ReferenceAccount') {}
export class UnreferenceAccount extends plainCommand(aggregates.account, 'UnreferenceAccount') {}

/** In the project "CRM" unless another one is named; `personId` is of a lead that it is made of. */
export class CreateAccount extends AggregateCommand<
  Omit<domain.CreateAccount, 'type' | 'projectId'> & { readonly projectId?: ProjectId | undefined }
> {}

@CommandHandler(CreateAccount)
export class CreateAccountHandler implements ICommandHandler<CreateAccount> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: CreateAccount) {
    const outcome = await this.commands.prepare(aggregates.account, data.accountId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId, projectId: data.projectId, parentId: data.parentId });
      await lookups.checkOrigin(data, aggregates.account, data.accountId);
      return {
        type: 'CreateAccount',
        ...data,
        personId: data.accountType === 'personal' ? (data.personId ?? idFor<PersonId>(context, 'person')) : undefined,
        projectId: data.projectId ?? crmProjectId,
      };
    });
    // Both accounts were just looked up.
    await reactAtOnce(newAccountUnderItsParent, outcome.events, (command, envelope) =>
      this.commands.execute(aggregates.accountHierarchy, command, envelope),
    );
    return answerTo(outcome);
  }
}

export class EditAccount extends AggregateCommand<Omit<domain.EditAccount, 'type'>> {}

@CommandHandler(EditAccount)
export class EditAccountHandler implements ICommandHandler<EditAccount> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: EditAccount) {
    const outcome = await this.commands.prepare(aggregates.account, data.accountId, context, async (lookups) => {
      await lookups.check({ projectId: data.projectId });
      await lookups.checkOrigin(data, aggregates.account, data.accountId);
      return { type: 'EditAccount', ...data };
    });
    return answerTo(outcome);
  }
}

/** Null: to nobody. */
export class ChangeAccountOwner extends AggregateCommand<{
  readonly accountId: AccountId;
  readonly ownerId: UserId | null;
}> {}

@CommandHandler(ChangeAccountOwner)
export class ChangeAccountOwnerHandler implements ICommandHandler<ChangeAccountOwner> {
  constructor(private readonly commands: AggregateCommands) {}

  async execute({ data, context }: ChangeAccountOwner) {
    const outcome = await this.commands.prepare(aggregates.account, data.accountId, context, async (lookups) => {
      await lookups.check({ ownerId: data.ownerId });
      return { type: 'ChangeAccountOwner', ...data };
    });
    return answerTo(outcome);
  }
}

/** ACC-19, ACC-20: null: under none. Without `since`: since it happened. */
export class MoveAccount extends AggregateCommand<{
  readonly accountId: AccountId;
  readonly parentId: AccountId | null;
  readonly since?: Instant | undefined;
}> {}

@CommandHandler(MoveAccount)
export class MoveAccountHandler implements ICommandHandler<MoveAccount> {
  constructor(
    private readonly commands: AggregateCommands,
    private readonly time: BusinessTime,
  ) {}

  async execute({ data, context }: MoveAccount) {
    const { accountId, parentId } = data;
    const since = data.since === undefined ? this.time.momentOf(context) : { since: data.since };
    // The tree of accounts is a stream of its own: If-Match means the account, and the tree's revision is nobody's ETag.
    const { expectedRevision, ...ofTree } = withTimeOfItsOwn(context);
    const hierarchy = aggregates.accountHierarchy;
    const outcome = await this.commands.prepare(hierarchy, accountHierarchyId, ofTree, async (lookups) => {
      await lookups.targetAccount(accountId, expectedRevision);
      if (parentId) await lookups.account(parentId);
      return { type: 'MoveAccount', accountId, parentId, ...since };
    });
    return answerTo(outcome, { id: accountId, parentId, revision: undefined });
  }
}

export class PutAccount extends putByReference({
  aggregate: aggregates.account,
  create: (accountId: AccountId, fields: New<CreateAccount, 'accountId'>, context: Envelope) =>
    new CreateAccount({ ...fields, accountId }, context),
  edit: (accountId, fields, context) => new EditAccount({ ...fields, accountId }, context),
  fixed: {
    ownerId: ({ record }) => record?.ownerId,
    parentId: async (_state, accountId, load) =>
      parentAt((await load(aggregates.accountHierarchy, accountHierarchyId)).state, accountId),
  },
  clearable: clearableFields(accountProfile),
}) {}
