import { parseDate, parseInstant } from '../kernel/dates.js';
import { isPlainObject } from '../kernel/json.js';
import { fieldTypeOf, shown, type Fields } from './fields.js';
import type { Condition, FieldFilter, Filter, Scalar } from './filter.js';
import type { FieldType } from './read-model.js';
import { QueryRefused } from './read-store.js';

const maxDepth = 10;
const maxConditions = 100;
const maxValues = 500;

const equality = ['eq', 'ne'];
const ranges = ['gt', 'gte', 'lt', 'lte'];
const operators = [...equality, ...ranges, 'in'];

/**
 * Reads a filter from JSON text, or from a value, for this model; instants come out in UTC.
 * Whatever the grammar does not say is refused, never ignored. @throws QueryRefused
 */
export function parseFilter(model: Fields, input: unknown): Filter {
  const value = typeof input === 'string' ? parsedText(input) : input;
  const budget = { conditions: 0 };

  const filter = (node: unknown, depth: number): Filter => {
    if (depth > maxDepth) return refuse(`A filter nests ${String(maxDepth)} deep at most.`);
    const entries = entriesOf(node, 'A filter is an object like {"status": {"eq": "open"}}');
    const combined = entries.find(([key]) => key === 'and' || key === 'or');
    if (combined === undefined) return fields(entries);
    if (entries.length > 1)
      return refuse(`"${combined[0]}" stands alone in its object; put the other conditions into its list.`);
    const [key, parts] = combined;
    if (!Array.isArray(parts) || parts.length === 0)
      return refuse(`"${key}" takes a list of one or more filters, not ${shown(parts)}.`);
    const inner = parts.map((part) => filter(part, depth + 1));
    return key === 'and' ? { and: inner } : { or: inner };
  };

  const fields = (entries: readonly (readonly [string, unknown])[]): FieldFilter =>
    Object.fromEntries(entries.map(([field, node]) => [field, condition(field, node)] as const));

  const condition = (field: string, node: unknown): Condition => {
    const type = fieldTypeOf(model, field);
    const entries = entriesOf(node, `The condition of "${field}" is an object like {"eq": …}`);
    if (entries.length === 0) return refuse(`"${field}" has no operator. There are: ${operators.join(', ')}.`);
    budget.conditions += entries.length;
    if (budget.conditions > maxConditions) return refuse(`A filter has ${String(maxConditions)} conditions at most.`);
    return Object.fromEntries(
      entries.map(([operator, operand]) => [operator, operandOf(field, type, operator, operand)] as const),
    );
  };

  return filter(value, 1);
}

function operandOf(
  field: string,
  type: FieldType,
  operator: string,
  operand: unknown,
): Scalar | null | readonly Scalar[] {
  if (equality.includes(operator)) return operand === null ? null : scalarOf(field, type, operand);
  if (ranges.includes(operator)) {
    if (type === 'boolean')
      return refuse(`"${field}" is true or false: "${operator}" cannot compare it; use "eq" or "ne".`);
    if (operand === null) return refuse(`"${operator}" cannot compare "${field}" with null; use "eq" or "ne".`);
    return scalarOf(field, type, operand);
  }
  if (operator !== 'in')
    return refuse(`"${field}" has no operator ${shown(operator)}. There are: ${operators.join(', ')}.`);
  if (!Array.isArray(operand)) return refuse(`"in" of "${field}" takes a list, not ${shown(operand)}.`);
  if (operand.length > maxValues)
    return refuse(`"in" of "${field}" takes ${String(maxValues)} values at most, not ${String(operand.length)}.`);
  return operand.map((value) => scalarOf(field, type, value));
}

function scalarOf(field: string, type: FieldType, value: unknown): Scalar {
  const unfit = (wanted: string): never => refuse(`"${field}" is compared with ${wanted}, not with ${shown(value)}.`);
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : unfit('a text');
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : unfit('a whole number');
    case 'boolean':
      return typeof value === 'boolean' ? value : unfit('true or false');
    case 'date':
      return (typeof value === 'string' ? parseDate(value) : undefined) ?? unfit('a date like "2017-03-31"');
    case 'instant':
      return (
        (typeof value === 'string' ? parseInstant(value) : undefined) ?? unfit('an instant like "2017-03-31T22:00:00Z"')
      );
  }
}

function entriesOf(node: unknown, wanted: string): readonly (readonly [string, unknown])[] {
  const prototype: unknown = isPlainObject(node) ? Object.getPrototypeOf(node) : undefined;
  if (!isPlainObject(node) || (prototype !== Object.prototype && prototype !== null))
    return refuse(`${wanted}, not ${shown(node)}.`);
  return Object.entries(node);
}

function parsedText(text: string): unknown {
  const value = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return refuse(`The filter is not JSON: ${shown(text)}.`);
    }
  })();
  if (keysWritten(text) !== keysOf(value))
    return refuse('The filter names a field or an operator twice in one object; join them with "and".');
  return value;
}

/** JSON.parse keeps the last of equal keys without a word; in valid JSON a text before a colon is a key. */
const keysWritten = (text: string): number =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, part) => sum + keysOf(part), 0);
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function refuse(message: string): never {
  throw new QueryRefused('bad-filter', message);
}
