import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { shaped } from './compiled-shape.js';
import { badRequest, type FieldError } from './problem.js';

class ShapeCheck extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const made = shaped(value, metadata);
    return made === undefined ? super.transform(value, metadata) : Promise.resolve(made);
  }
}

/** Shape is checked here, meaning in `decide`: unknown fields are refused, and each wrong field is named. */
export const validation = new ShapeCheck({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  stopAtFirstError: true,
  exceptionFactory: (errors) => {
    const fields = errors.flatMap((error) => fieldErrors(error, ''));
    const first = fields[0];
    return badRequest('invalid-request', first ? `${first.message}.` : 'The request has the wrong shape.', fields);
  },
});

function fieldErrors(error: ValidationError, parent: string): readonly FieldError[] {
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
