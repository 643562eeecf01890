import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ChangeAccountOwner,
  PutAccount,
  EditAccount,
  MoveAccount,
} from '../../../libs/application/accounts/accounts.js';
import { idSchema, type AccountId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { OwnerDto } from '../http/shapes.dto.js';
import { CreateAccountDto, EditAccountDto, MoveAccountDto } from './accounts.dto.js';
import Type from 'typebox';
import { Nullable } from '../../../projections/row-schemas.js';

/** The tree of accounts is no record of its own, and its revision is nobody's ETag. */
const moved = {
  more: { parentId: Nullable(idSchema<AccountId>()), record: Type.Null() },
  without: 'revision',
} as const;

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Create an account (ACC-01, ACC-19)', { creates: true })
  create(@Body() { occurredAt: _, ...body }: CreateAccountDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutAccount.making(request.idFor<AccountId>('account'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Edit an account (ACC-14)')
  edit(
    @IdParam('id') accountId: AccountId,
    @Body() { occurredAt: _, ...body }: EditAccountDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new EditAccount({ ...body, accountId }, request.context));
  }

  @Post(':id/change-owner')
  @CommandRoute('Give the account to another user, or to nobody')
  changeOwner(@IdParam('id') accountId: AccountId, @Body() { ownerId }: OwnerDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ChangeAccountOwner({ accountId, ownerId }, request.context));
  }

  @Post(':id/move')
  @CommandRoute('Put the account under another one, or under none (ACC-19, ACC-20)', moved)
  move(@IdParam('id') accountId: AccountId, @Body() { parentId }: MoveAccountDto, @Request() request: CommandRequest) {
    return this.commands.execute(new MoveAccount({ accountId, parentId }, request.context));
  }
}
