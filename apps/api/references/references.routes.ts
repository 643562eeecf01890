import { Body, Controller, Post, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Id } from '../../../libs/kernel/ids.js';
import type { Reference } from '../../../libs/kernel/references.js';
import { Execute } from '../commands/execute.js';
import { CommandRequest, Request } from '../http/command-request.js';
import { Text } from '../http/fields.js';
import { CommandRoute, IdParam } from '../http/path.js';
import { CommandDto } from '../http/shapes.dto.js';

class ReferenceCommandDto extends CommandDto {
  @Text(100, { example: 'erp' })
  system!: string;

  @Text(100, { example: 'customer' })
  type!: string;

  @Text(200, { example: 'C-1042' })
  id!: string;
}

type MakeCommand<I> = (id: I, reference: Reference, change: 'add' | 'remove', request: CommandRequest) => Execute;

/** `POST /v1/<path>/{id}/references` and `…/references/remove`: names in outside systems, given after creation. */
export function referenceRoutes<I extends Id<string>>(path: string, tag: string, command: MakeCommand<I>): Type {
  @ApiTags(tag)
  @Controller(`v1/${path}/:id/references`)
  class ReferenceRoutes {
    constructor(private readonly commands: CommandBus) {}

    @Post()
    @CommandRoute('Add its name in another system')
    add(@IdParam('id') id: I, @Body() body: ReferenceCommandDto, @Request() request: CommandRequest) {
      return this.commands.execute(command(id, referenceIn(body), 'add', request));
    }

    @Post('remove')
    @CommandRoute('Remove its name in another system')
    remove(@IdParam('id') id: I, @Body() body: ReferenceCommandDto, @Request() request: CommandRequest) {
      return this.commands.execute(command(id, referenceIn(body), 'remove', request));
    }
  }
  Object.defineProperty(ReferenceRoutes, 'name', { value: `${path}ReferenceRoutes` });
  return ReferenceRoutes;
}

const referenceIn = ({ system, type, id }: ReferenceCommandDto): Reference => ({ system, type, id });
