import { ValidationPipe, type ArgumentMetadata, type HttpException, type ValidationError } from '@nestjs/common';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { dtoOf, shapeOf, shaped } from './compiled-shape.js';
import { badRequest, type FieldError } from './problem.js';
import { faultsIn, mostListed } from './shape-faults.js';

class ShapeCheck extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const made = shaped(value, metadata);
    if (made !== undefined) return Promise.resolve(made);
    const dto = dtoOf(metadata);
    if (dto === undefined || shapeOf(dto) === undefined || !isPlainObject(value))
      return super.transform(value, metadata);
    return Promise.reject(refusalFor(faultsIn(dto, value)));
  }
}

/** Shape is checked here, meaning in `decide`: unknown fields are refused, and each wrong field is named. */
export const validation = new ShapeCheck({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  stopAtFirstError: true,
  exceptionFactory: (errors) => refusalFor(errors.flatMap((error) => fieldErrors(error, ''))),
});

function refusalFor(fields: readonly FieldError[]): HttpException {
  const first = fields[0];
  const others = fields.length < mostListed ? '' : ' There are more: these are the first.';
  const detail = first ? `${first.message}.${others}` : 'The request has the wrong shape.';
  return badRequest('invalid-request', detail, fields.slice(0, mostListed));
}

/** What class-validator says, field by field. */
export function fieldErrors(error: ValidationError, parent: string): readonly FieldError[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, text]) => ({
    field,
    message:
      rule === 'whitelistValidation'
        ? `"${field.slice(0, 100)}" is not a field of this request`
        : text.replace(error.property, field),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}
