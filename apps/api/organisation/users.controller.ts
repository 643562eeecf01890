import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  ActivateUser,
  DeactivateUser,
  EditUser,
} from '../../../libs/application/organisation/organisation.commands.js';
import { ReassignUser, PutUser } from '../../../libs/application/organisation/users.js';
import type { UserId } from '../../../libs/kernel/ids.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';
import { EditUserDto, ReassignUserDto, RegisterUserDto } from './organisation.dto.js';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute('Register a user', { creates: true })
  register(@Body() { occurredAt: _, ...body }: RegisterUserDto, @Request() request: CommandRequest) {
    return this.commands.execute(PutUser.making(request.idFor<UserId>('user'), body, request.context));
  }

  @Patch(':id')
  @CommandRoute('Change name or e-mail')
  edit(@IdParam('id') userId: UserId, @Body() { name, email }: EditUserDto, @Request() request: CommandRequest) {
    return this.commands.execute(new EditUser({ userId, name, email }, request.context));
  }

  @Post(':id/reassign')
  @CommandRoute('Give the user another manager or office, from a date on')
  reassign(
    @IdParam('id') userId: UserId,
    @Body() { occurredAt: _, ...body }: ReassignUserDto,
    @Request() request: CommandRequest,
  ) {
    return this.commands.execute(new ReassignUser({ ...body, userId }, request.context));
  }

  @Post(':id/activate')
  @CommandRoute('Activate the user')
  activate(@IdParam('id') userId: UserId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new ActivateUser({ userId }, request.context));
  }

  @Post(':id/deactivate')
  @CommandRoute('Deactivate the user; what they own stays theirs')
  deactivate(@IdParam('id') userId: UserId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(new DeactivateUser({ userId }, request.context));
  }
}
