import { Body, Controller, Post, type Type } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { CommandAnswer, Envelope } from '../../../libs/application/commands/command.js';
import type { Id } from '../../../libs/kernel/ids.js';
import type { Reference } from '../../../libs/kernel/references.js';
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

type MakeCommand<I> = (id: I, reference: Reference, context: Envelope) => Command<CommandAnswer>;

/** `POST /v1/<path>/{id}/references` and `…/references/remove`: names in outside systems, given after creation. */
export function referencesController<I extends Id<string>>(
  path: string,
  tag: string,
  toAdd: MakeCommand<I>,
  toRemove: MakeCommand<I>,
): Type {
  @ApiTags(tag)
  @Controller(`v1/${path}/:id/references`)
  class ReferencesController {
    constructor(private readonly commands: CommandBus) {}

    @Post()
    @CommandRoute('Add its name in another system')
    add(@IdParam('id') id: I, @Body() body: ReferenceCommandDto, @Request() { context }: CommandRequest) {
      return this.commands.execute(toAdd(id, referenceIn(body), context));
    }

    @Post('remove')
    @CommandRoute('Remove its name in another system')
    remove(@IdParam('id') id: I, @Body() body: ReferenceCommandDto, @Request() { context }: CommandRequest) {
      return this.commands.execute(toRemove(id, referenceIn(body), context));
    }
  }
  Object.defineProperty(ReferencesController, 'name', { value: `${path}ReferencesController` });
  return ReferencesController;
}

const referenceIn = ({ system, type, id }: ReferenceCommandDto): Reference => ({ system, type, id });
