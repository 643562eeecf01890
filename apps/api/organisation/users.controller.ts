import { Body, Controller, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { PersonId, UserId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
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
    const userId = request.idFor<UserId>('user');
    return this.commands.execute(
      Execute.on(aggregates.user, userId, request.context, async (facts) => {
        await facts.check(body);
        return {
          type: 'RegisterUser',
          ...body,
          userId,
          personId: request.idFor<PersonId>('person'),
          managerId: body.managerId,
          validFrom: body.validFrom,
          references: body.references ?? [],
        };
      }),
    );
  }

  @Patch(':id')
  @CommandRoute('Change name or e-mail')
  edit(@IdParam('id') userId: UserId, @Body() { name, email }: EditUserDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.user, userId, request.context, () => ({ type: 'EditUser', userId, name, email })),
    );
  }

  @Post(':id/reassign')
  @CommandRoute('Give the user another manager or office, from a date on')
  reassign(@IdParam('id') userId: UserId, @Body() body: ReassignUserDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.user, userId, request.context, async (facts) => {
        await facts.check(body);
        const now = await facts.targetUser(userId);
        return {
          type: 'ReassignUser',
          userId,
          managerId: body.managerId === undefined ? now.managerId : body.managerId,
          office: body.office === undefined ? now.office : body.office,
          validFrom: body.validFrom ?? request.happenedOn(),
        };
      }),
    );
  }

  @Post(':id/activate')
  @CommandRoute('Activate the user')
  activate(@IdParam('id') userId: UserId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.user, userId, request.context, () => ({ type: 'ActivateUser', userId })),
    );
  }

  @Post(':id/deactivate')
  @CommandRoute('Deactivate the user; what they own stays theirs')
  deactivate(@IdParam('id') userId: UserId, @Body() _body: CommandDto, @Request() request: CommandRequest) {
    return this.commands.execute(
      Execute.on(aggregates.user, userId, request.context, () => ({ type: 'DeactivateUser', userId })),
    );
  }
}
