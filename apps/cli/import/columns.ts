import { isPlainObject } from '../../../libs/kernel/json.js';
import type { RequestTemplate, Step } from './recipe.js';
import { namesIn, splitName, templatesIn } from './template.js';

/** The columns from which a step makes a field of a request, as an answer names it: `name`, `lines.0.quantity`. */
export function columnsOf(field: string, { body }: RequestTemplate, { values = {} }: Step): readonly string[] {
  const name = field.slice(field.lastIndexOf('.') + 1);
  const columnsIn = (names: readonly string[], passed: readonly string[]): readonly string[] =>
    names
      .map((one) => splitName(one)[0])
      .flatMap((one) => {
        const value = passed.includes(one) ? undefined : values[one];
        return value === undefined ? [one] : columnsIn([value.of].flat().flatMap(namesIn), [...passed, one]);
      });
  return [...new Set(columnsIn(fieldsNamed(name, body).flatMap(templatesIn).flatMap(namesIn), []))];
}

function fieldsNamed(name: string, template: unknown): readonly unknown[] {
  if (Array.isArray(template)) return template.flatMap((inner) => fieldsNamed(name, inner));
  if (!isPlainObject(template)) return [];
  return Object.entries(template).flatMap(([key, inner]) => (key === name ? [inner] : fieldsNamed(name, inner)));
}
