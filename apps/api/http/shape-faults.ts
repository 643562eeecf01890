import type { Type } from '@nestjs/common';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { shapeOf } from './compiled-shape.js';
import type { FieldError } from './problem.js';

/** So many wrong fields are named in one answer; further ones are not looked for. */
export const mostListed = 20;

/** What is wrong with a value that does not fit its class, as class-validator says it: of each field the first. */
export function faultsIn(dto: Type<object>, value: unknown): readonly FieldError[] {
  const faults: FieldError[] = [];
  look(dto, value, '', faults);
  return faults.slice(0, mostListed);
}

function look(dto: Type<object>, given: unknown, place: string, faults: FieldError[]): void {
  const shape = shapeOf(dto);
  if (shape === undefined || !isPlainObject(given)) return;
  const at = (field: string): string => (place === '' ? field : `${place}.${field}`);
  for (const property of Object.keys(given)) {
    if (faults.length >= mostListed) return;
    if (!shape.has(property)) faults.push(stray(at(property)));
  }
  for (const { property, applies, checks, nested } of shape.values()) {
    if (faults.length >= mostListed) return;
    const value = given[property];
    if (!applies.every((condition) => condition(given, value))) continue;
    const broken = checks.find((check) => !check.fits(value, given));
    const field = at(property);
    if (broken) faults.push({ field, message: broken.message(value, given, field) });
    else if (nested) lookInside(nested(), value, field, faults);
  }
}

function lookInside(dto: Type<object>, value: unknown, field: string, faults: FieldError[]): void {
  if (!Array.isArray(value)) {
    look(dto, value, field, faults);
    return;
  }
  for (const [index, element] of value.entries()) {
    if (faults.length >= mostListed) return;
    look(dto, element, `${field}.${String(index)}`, faults);
  }
}

const stray = (field: string): FieldError => ({
  field: field.slice(0, 200),
  message: `"${field.slice(0, 100)}" is not a field of this request`,
});
