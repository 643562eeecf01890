import { parseDate, parseInstant } from '../kernel/dates.js';
import { isPlainObject } from '../kernel/json.js';
import { isReferenceKey } from '../kernel/references.js';
import { JsonRefused, parseStrictJson, type JsonBounds } from '../kernel/strict-json.js';
import { fieldTypeOf, shown, type Fields } from './fields.js';
import type { Condition, FieldFilter, Filter, Scalar } from './filter.js';
import { isListType, type FieldType, type ListType } from './read-model.js';
import { QueryRefused } from './read-store.js';
import { isSearched } from './search.js';

const maxDepth = 10;
const maxConditions = 100;
const maxValues = 500;
/** Of the text, before anything in it is looked at; what the filter itself may have is told more exactly. */
const bounds: JsonBounds = { depth: 100, fields: 500, elements: 20_000, values: 20_000 };

const equality = ['eq', 'ne'];
const ranges = ['gt', 'gte', 'lt', 'lte'];
const partial = ['contains', 'startsWith'];
const operators = [...equality, ...ranges, 'in', ...partial];

type Operand = Scalar | null | readonly Scalar[];

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

  const take = (conditions: number): void => {
    budget.conditions += conditions;
    if (budget.conditions > maxConditions) refuse(`A filter has ${String(maxConditions)} conditions at most.`);
  };

  const fields = (entries: readonly (readonly [string, unknown])[]): FieldFilter => {
    // One that holds of everything still becomes a condition of the query.
    if (entries.length === 0) take(1);
    return Object.fromEntries(entries.map(([field, node]) => [field, condition(field, node)] as const));
  };

  const condition = (field: string, node: unknown): Condition => {
    fieldTypeOf(model, field);
    const entries = entriesOf(node, `The condition of "${field}" is an object like {"eq": …}`);
    if (entries.length === 0) return refuse(`"${field}" has no operator. There are: ${operators.join(', ')}.`);
    take(entries.length);
    return Object.fromEntries(
      entries.map(([operator, operand]) => [operator, operandOf(model, field, operator, operand)] as const),
    );
  };

  return filter(value, 1);
}

function operandOf(model: Fields, field: string, operator: string, operand: unknown): Operand {
  const type = fieldTypeOf(model, field);
  if (!operators.includes(operator))
    return refuse(`"${field}" has no operator ${shown(operator)}. There are: ${operators.join(', ')}.`);
  if (operator === 'in' && !Array.isArray(operand))
    return refuse(`"in" of "${field}" takes a list, not ${shown(operand)}.`);
  if (Array.isArray(operand) && operator === 'in') {
    if (operand.length > maxValues)
      return refuse(`"in" of "${field}" takes ${String(maxValues)} values at most, not ${String(operand.length)}.`);
    return operand.map((value) => scalarOf(field, type, value));
  }
  if (isListType(type)) return operandOfList(field, type, operator, operand);
  if (equality.includes(operator)) return operand === null ? null : scalarOf(field, type, operand);
  if (partial.includes(operator)) {
    if (type === 'text' && isSearched(model, field)) return scalarOf(field, type, operand);
    const searched = model.search?.length ? ` These can: ${model.search.join(', ')}.` : '';
    return refuse(`"${field}" cannot be compared by "${operator}".${searched}`);
  }
  if (type === 'boolean')
    return refuse(`"${field}" is true or false: "${operator}" cannot compare it; use "eq" or "ne".`);
  if (operand === null) return refuse(`"${operator}" cannot compare "${field}" with null; use "eq" or "ne".`);
  return scalarOf(field, type, operand);
}

function operandOfList(field: string, type: ListType, operator: string, operand: unknown): Operand {
  if (operator === 'contains') return scalarOf(field, type, operand);
  if (!equality.includes(operator))
    return refuse(`"${field}" is a list: "${operator}" cannot compare it; use "contains" or "in".`);
  if (operand !== null)
    return refuse(`"${field}" is a list: "${operator}" compares it with null only; use "contains" or "in".`);
  return null;
}

function scalarOf(field: string, type: FieldType, value: unknown): Scalar {
  const unfit = (wanted: string): never => refuse(`"${field}" is compared with ${wanted}, not with ${shown(value)}.`);
  switch (type) {
    case 'text':
    case 'texts':
      return typeof value === 'string' ? value : unfit('a text');
    case 'references':
      return typeof value === 'string' && isReferenceKey(value)
        ? value
        : unfit('the key of a reference like "erp:customer:10042"');
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
  try {
    return parseStrictJson(text, bounds);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const { fault, path, message } = error;
    if (fault === 'syntax') return refuse(`The filter is not JSON: ${shown(text)}.`);
    if (fault === 'twice')
      return refuse(`${shown(path)} stands twice in one object of the filter; join its conditions with "and".`);
    return refuse(path === '' ? `The filter ${message}.` : `${shown(path)} ${message}.`);
  }
}

function refuse(message: string): never {
  throw new QueryRefused('bad-filter', message);
}
