import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { businessDates, isBusinessDate, momentPattern, parseDate, parseInstant } from '../../../libs/kernel/dates.js';
import { decimalPattern, isDecimalText } from '../../../libs/kernel/decimal.js';
import { idPattern, isId } from '../../../libs/kernel/ids.js';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { NestedIn } from './compiled-shape.js';

/** `optional`: may be left out. `clearable`: null clears it (edits). */
export interface Presence {
  readonly optional?: boolean;
  readonly clearable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  /** Of what may be left out. */
  readonly default?: unknown;
}

type Checks = readonly PropertyDecorator[];

// One decorator says both what is checked and what the documentation shows.
function field(presence: Presence, documented: ApiPropertyOptions, checks: Checks): PropertyDecorator {
  const { optional = false, clearable = false, description, example, default: otherwise } = presence;
  const given = (_object: unknown, value: unknown) =>
    (value !== undefined || !optional) && (value !== null || !clearable);
  const shown = {
    required: !optional,
    nullable: clearable,
    ...(description && { description }),
    ...(example !== undefined && { example }),
    ...(otherwise !== undefined && { default: otherwise }),
  };
  return applyDecorators(
    ApiProperty({ ...documented, ...shown } as ApiPropertyOptions),
    ...(optional || clearable ? [ValidateIf(given)] : []),
    ...checks,
  );
}

const check = (name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => `$property ${message}` } });

export const Text = (max: number, presence: Presence = {}) =>
  field(presence, { type: 'string', maxLength: max, minLength: 1, pattern: '\\S' }, [
    IsString(),
    check('notBlank', 'must not be empty', (value) => typeof value === 'string' && value.trim() !== ''),
    MaxLength(max),
  ]);

export const Code = (presence: Presence = {}) =>
  field(presence, { type: 'string', maxLength: 50, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }, [
    IsString(),
    MinLength(1),
    MaxLength(50),
    Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
      message: '$property must be lower-case words joined by dashes, such as not-stated',
    }),
  ]);

export const IdField = (presence: Presence = {}) =>
  field(presence, { type: 'string', format: 'uuid', pattern: idPattern }, [
    check('isId', 'must be a UUID in lower case', (value) => typeof value === 'string' && isId(value)),
  ]);

/** Any date, for questions. */
export const DateField = (presence: Presence = {}) =>
  field(presence, { type: 'string', format: 'date', example: '2017-03-31' }, [
    check(
      'isDate',
      'must be a date such as 2017-03-31',
      (value) => typeof value === 'string' && parseDate(value) !== undefined,
    ),
  ]);

/** A date that a command brings: of a sale, a start, an end. */
export const BusinessDateField = (presence: Presence = {}) =>
  field(presence, { type: 'string', format: 'date', example: '2017-03-31', description: between }, [
    check(
      'isBusinessDate',
      `must be a date such as 2017-03-31, ${between}`,
      (value) => typeof value === 'string' && parseDate(value) !== undefined && isBusinessDate(value),
    ),
  ]);
const between = `from ${businessDates.first} to ${businessDates.last}`;

/** A date (that day's start) or an instant with its zone; any, for questions. */
export const MomentField = (presence: Presence = {}) =>
  field(presence, { type: 'string', pattern: momentPattern, example: '2017-03-31T14:30:00Z' }, [
    check(
      'isMoment',
      'must be a date such as 2017-03-31 or a time with its zone such as 2017-03-31T14:30:00Z',
      isMoment,
    ),
  ]);
const isMoment = (value: unknown) =>
  typeof value === 'string' && (parseDate(value) ?? parseInstant(value)) !== undefined;

/** The same, when a command brings it. */
export const BusinessMomentField = (presence: Presence = {}) =>
  field(presence, { type: 'string', pattern: momentPattern, example: '2017-03-31T14:30:00Z' }, [
    check(
      'isBusinessMoment',
      `must be a date such as 2017-03-31 or a time with its zone such as 2017-03-31T14:30:00Z, ${between}`,
      (value) => typeof value === 'string' && isMoment(value) && isBusinessDate(value.slice(0, 10)),
    ),
  ]);

export const DecimalField = (presence: Presence = {}) =>
  field(presence, { type: 'string', pattern: decimalPattern, example: '12.50' }, [
    check(
      'isDecimal',
      'must be a number as text, such as "12.50" (at most 15 digits before and 12 after the point)',
      isDecimal,
    ),
  ]);
const isDecimal = (value: unknown) => typeof value === 'string' && isDecimalText(value);

export const Whole = (min: number, max: number, presence: Presence = {}) =>
  field(presence, { type: 'integer', minimum: min, maximum: max }, [IsInt(), Min(min), Max(max)]);

/** How many at most, in a question. */
export const AtMost = (max: number, presence: Presence = {}) =>
  field(presence, { type: 'integer', minimum: 1, maximum: max }, [
    check(
      'isCount',
      `must be a whole number from 1 to ${String(max)}`,
      (value) => typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) && Number(value) <= max,
    ),
  ]);

export const Flag = (presence: Presence = {}) => field(presence, { type: 'boolean' }, [IsBoolean()]);

export const OneOf = (values: readonly string[], presence: Presence = {}) =>
  field(presence, { type: 'string', enum: [...values] }, [IsIn([...values])]);

export const SomeOf = (values: readonly string[], presence: Presence = {}) =>
  field(presence, { type: 'string', enum: [...values], isArray: true, minItems: 1, maxItems: values.length }, [
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(values.length),
    check(
      'areOf',
      `must hold some of ${values.join(', ')}`,
      (value) => Array.isArray(value) && value.every((one) => typeof one === 'string' && values.includes(one)),
    ),
  ]);

/** Values of custom fields, by the id of their definition. */
export const Custom = (presence: Presence = {}) =>
  field(
    presence,
    {
      type: 'object',
      additionalProperties: { type: 'object', properties: { name: { type: 'string' }, value: {} } },
      description: 'By the id of their definition: `{name, value}`, the name that the API has for it.',
    },
    [check('isCustom', `must hold at most ${String(mostCustom)} values {name, value} by ids of definitions`, isCustom)],
  );
const mostCustom = 100;
const isCustom = (value: unknown) =>
  isPlainObject(value) &&
  Object.keys(value).length <= mostCustom &&
  Object.entries(value).every(([id, one]) => isId(id) && isNamedValue(one));
const isNamedValue = (one: unknown) =>
  isPlainObject(one) &&
  Object.keys(one).sort().join() === 'name,value' &&
  isShort(one['name'], 100) &&
  (Array.isArray(one['value']) ? one['value'].every((part) => isShort(part, 1000)) : isScalar(one['value']));
const isShort = (text: unknown, max: number): text is string =>
  typeof text === 'string' && text !== '' && text.length <= max;
const isScalar = (value: unknown) =>
  isShort(value, 1000) || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

/** Some of these, with commas between: for questions. */
export const AnyOf = (values: readonly string[], presence: Presence = {}) =>
  field(presence, { type: 'string', example: values.slice(0, 2).join(',') }, [
    check('isAnyOf', `must be some of ${values.join(', ')}, each once, with commas between`, (value) => {
      const given = typeof value === 'string' ? value.split(',') : [];
      return given.length > 0 && new Set(given).size === given.length && given.every((one) => values.includes(one));
    }),
  ]);

export const Nested = (dto: () => new () => object, presence: Presence = {}) =>
  // An arrow of its own: swagger knows a lazy type by the name `type` that it gets here.
  field(presence, { type: () => dto() }, [
    check(
      'isObject',
      'must be an object',
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    ),
    ValidateNested(),
    NestedIn(dto),
    Type(dto),
  ]);

export const ListOf = (dto: () => new () => object, max: number, presence: Presence = {}, min = 0) =>
  field(presence, { type: () => dto(), isArray: true, minItems: min, maxItems: max }, [
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    check('holdsObjects', 'must hold objects only', (value) => Array.isArray(value) && value.every(isObject)),
    ValidateNested({ each: true }),
    NestedIn(dto),
    Type(dto),
  ]);
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Texts of this length at most, so many at most, each once. */
export const Texts = (max: number, most: number, presence: Presence = {}) =>
  field(presence, { type: 'string', maxLength: max, minLength: 1, pattern: '\\S', isArray: true, maxItems: most }, [
    IsArray(),
    ArrayMaxSize(most),
    check(
      'areTexts',
      `must hold texts that are not empty, of ${String(max)} characters at most, each once`,
      (value) =>
        Array.isArray(value) &&
        new Set(value).size === value.length &&
        value.every((one) => isShort(one, max) && one.trim() !== ''),
    ),
  ]);

export const Ids = (max: number, presence: Presence = {}) =>
  field(presence, { type: 'string', format: 'uuid', pattern: idPattern, isArray: true, maxItems: max }, [
    IsArray(),
    ArrayMaxSize(max),
    check(
      'areIds',
      'must hold UUIDs in lower case',
      (value) => Array.isArray(value) && value.every((id) => typeof id === 'string' && isId(id)),
    ),
  ]);
