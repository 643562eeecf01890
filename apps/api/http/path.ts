import { applyDecorators, HttpCode, Param, SetMetadata, type PipeTransform } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { isId } from '../../../libs/kernel/ids.js';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { AnswersBeside, type CommandAnswers } from './answers.js';
import { badRequest } from './problem.js';

/** Where many commands are sent at once. */
export const batchPath = '/v1/batch';
/** The figures of operators. */
export const metricsPath = '/metrics';
/** What happened to contracts. */
export const feedPath = '/v1/contract-events';

class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isId(value)) return value;
    throw badRequest('invalid-id', `"${value.slice(0, 100)}" is not an id; ids are UUIDs in lower case.`);
  }
}

/** An id in the path. */
export const IdParam = (name: string): ParameterDecorator => Param(name, new IdPipe());

/** Marks the methods that carry out commands; its value is the status they answer with. */
export const commandStatus = 'command status';

/** Documents a command and sets its status: 201 where it creates, else 200. */
export const CommandRoute = (
  summary: string,
  { creates = false, ...answers }: CommandAnswers & { readonly creates?: boolean } = {},
) =>
  applyDecorators(
    HttpCode(creates ? 201 : 200),
    SetMetadata(commandStatus, creates ? 201 : 200),
    ApiOperation({ summary }),
    AnswersBeside(answers),
    ApiResponse({
      status: creates ? 201 : 200,
      description: 'Done, or already done: `{id, revision, position, record}` with `ETag`.',
    }),
  );

/** The status of a command's answer: one that creates or updates says in `created` which it was. */
export const statusOfAnswer = (answer: unknown, status: number): number =>
  isPlainObject(answer) && answer['created'] === false ? 200 : status;
