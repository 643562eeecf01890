import { searchable } from '../kernel/searchable.js';
import { fieldTypeOf, type Fields } from './fields.js';
import { isAnd, isOr, type Condition, type Filter, type Scalar } from './filter.js';
import { isListType, type FieldType } from './read-model.js';
import { QueryRefused } from './read-store.js';
import { isSearched } from './search.js';

export type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';

/** A field that a filter names, with the type that it is declared as. */
export interface NamedField {
  readonly field: string;
  readonly type: FieldType;
}

/** The conditions that the grammar is made of, in the language of one kind of store. */
export interface FilterLanguage<T> {
  allOf(parts: readonly T[]): T;
  /** None: never true. */
  anyOf(parts: readonly T[]): T;
  hasNone(named: NamedField): T;
  hasSome(named: NamedField): T;
  /** `ne` holds of rows without a value too, the others never do. */
  compares(named: NamedField, comparison: Comparison, value: Scalar): T;
  /** The value, or an element of the list, is one of these. */
  isIn(named: NamedField, values: readonly Scalar[]): T;
  hasElement(named: NamedField, value: Scalar): T;
  /** The text as searches compare it contains, or begins with, this one. */
  hasPart(named: NamedField, place: 'contains' | 'startsWith', searched: string): T;
}

type Operand = Scalar | null | readonly Scalar[] | undefined;

/** The filter in the language of a store. @throws QueryRefused */
export function compileFilter<T>(model: Fields, filter: Filter | undefined, language: FilterLanguage<T>): T {
  if (filter === undefined) return language.allOf([]);
  if (isAnd(filter)) return language.allOf(filter.and.map((part) => compileFilter(model, part, language)));
  if (isOr(filter)) return language.anyOf(filter.or.map((part) => compileFilter(model, part, language)));
  return language.allOf(
    Object.entries(filter).flatMap(([field, condition]) => conditionsOf(model, field, condition, language)),
  );
}

function conditionsOf<T>(
  model: Fields,
  field: string,
  condition: Condition,
  language: FilterLanguage<T>,
): readonly T[] {
  const named = { field, type: fieldTypeOf(model, field) };
  return Object.entries(condition).map(([operator, operand]: [string, Operand]) => {
    if (operand === null) return ofNull(named, operator, language);
    if (operator === 'in' && isList(operand)) return language.isIn(named, operand);
    if (operand === undefined || isList(operand)) return refuse(operator);
    if (isListType(named.type)) return operator === 'contains' ? language.hasElement(named, operand) : refuse(operator);
    if (operator === 'contains' || operator === 'startsWith') {
      if (!isSearched(model, field) || typeof operand !== 'string') return refuse(operator);
      return language.hasPart(named, operator, searchable(operand));
    }
    return isComparison(operator) ? language.compares(named, operator, operand) : refuse(operator);
  });
}

function ofNull<T>(named: NamedField, operator: string, language: FilterLanguage<T>): T {
  if (operator === 'eq') return language.hasNone(named);
  return operator === 'ne' ? language.hasSome(named) : refuse(operator);
}

const isList = (operand: Operand): operand is readonly Scalar[] => Array.isArray(operand);

const isComparison = (operator: string): operator is Comparison =>
  ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'].includes(operator);

function refuse(operator: string): never {
  throw new QueryRefused('bad-filter', `The operator "${operator}" does not fit its value.`);
}
