import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { badRequest } from './problem.js';

/** For routes that take none: `{}`, or refused by its first field. */
export const NoBody = createParamDecorator((_data: unknown, execution: ExecutionContext): undefined => {
  const { body } = execution.switchToHttp().getRequest<{ readonly body?: unknown }>();
  const [field] = isPlainObject(body) ? Object.keys(body) : [];
  if (field === undefined) return undefined;
  const message = `"${field.slice(0, 100)}" is not a field of this request`;
  throw badRequest('invalid-request', `${message}.`, [{ field: field.slice(0, 200), message }]);
});
