import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { accountHierarchyId } from '../../../libs/accounts/account-hierarchy/account-hierarchy.js';
import type { AccountId, PersonId } from '../../../libs/kernel/ids.js';
import { newAccountUnderItsParent } from '../../../libs/processes/new-account-under-its-parent.js';
import { crmProjectId } from '../../../libs/organisation/project/project.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CreateAccountDto, EditAccountDto, MoveAccountDto, OwnerDto } from './accounts.dto.js';

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create an account (ACC-01, ACC-19)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateAccountDto, @Request() request: CommandRequest) {
    const accountId = request.idFor<AccountId>('account');
    return this.commands.execute(
      Execute.on(
        aggregates.account,
        accountId,
        request.context,
        async (facts) => {
          await facts.check(body);
          if (body.parentId) await facts.account(body.parentId);
          return {
            type: 'CreateAccount',
            ...body,
            accountId,
            personId: body.accountType === 'personal' ? request.idFor<PersonId>('person') : undefined,
            ownerId: body.ownerId,
            projectId: body.projectId ?? crmProjectId,
            parentId: body.parentId,
            references: body.references ?? [],
          };
        },
        { atOnce: newAccountUnderItsParent },
      ),
    );
  }

  @Patch(':id')
  @CommandRoute('Edit an account (ACC-14)')
  edit(
    @IdParam('id') accountId: AccountId,
    @Body() { occurredAt: _, ...body }: EditAccountDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(
      Execute.on(aggregates.account, accountId, request.context, async (facts) => {
        await facts.check(body);
        return { type: 'EditAccount', ...body, accountId, projectId: body.projectId };
      }),
    );
  }

  @Post(':id/change-owner')
  @CommandRoute('Give the account to another user, or to nobody')
  changeOwner(@IdParam('id') accountId: AccountId, @Body() body: OwnerDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.account, accountId, request.context, async (facts) => {
        await facts.check(body);
        return { type: 'ChangeAccountOwner', accountId, ownerId: body.ownerId };
      }),
    );
  }

  @Post(':id/move')
  @CommandRoute('Put the account under another one, or under none (ACC-19, ACC-20)')
  move(@IdParam('id') accountId: AccountId, @Body() { parentId }: MoveAccountDto, @Request() request: CommandRequest) {
    // The tree of accounts is a stream of its own: If-Match means the account, and the tree's revision is nobody's ETag.
    const { expectedRevision, ...context } = request.context;
    return this.commands.execute(
      Execute.on(
        aggregates.accountHierarchy,
        accountHierarchyId,
        context,
        async (facts) => {
          await facts.targetAccount(accountId, expectedRevision);
          if (parentId) await facts.account(parentId);
          return { type: 'MoveAccount', accountId, parentId };
        },
        { more: () => ({ id: accountId, parentId, revision: undefined }) },
      ),
    );
  }
}
