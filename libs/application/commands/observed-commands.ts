import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { isPlainObject } from '../../kernel/json.js';
import type { Correlated, Observer } from '../../kernel/observer.js';
import { OBSERVER } from '../metrics/observer.js';

/** Who watches is told of each command on the bus, whoever sends it; the bus has no place of its own for that. */
@Injectable()
export class ObservedCommands {
  constructor(bus: CommandBus, @Inject(OBSERVER) observer: Observer) {
    const carryOut = bus.execute.bind(bus);
    bus.execute = <R>(command: ICommand): Promise<R> =>
      observer.command(command.constructor.name, correlationOf(command), () => carryOut<ICommand, R>(command));
  }
}

function correlationOf(command: ICommand): Correlated {
  const context: unknown = 'context' in command ? command.context : undefined;
  const id = isPlainObject(context) ? context['correlationId'] : undefined;
  return { correlationId: typeof id === 'string' ? id : '' };
}
