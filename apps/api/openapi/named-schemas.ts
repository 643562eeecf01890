import type { OpenAPIObject } from '@nestjs/swagger';
import Type, { type TSchema } from 'typebox';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import { ScheduledChange } from '../../../libs/contracts/contract/contract.events.js';
import { canonicalJson, isPlainObject } from '../../../libs/kernel/json.js';
import {
  BuyingAccount,
  CustomValues,
  Discount,
  LineCategory,
  LineProduct,
  Tax,
  Term,
} from '../../../libs/kernel/lines.js';
import { Money } from '../../../libs/kernel/money.js';
import { Personal } from '../../../libs/kernel/personal.js';
import { Reference } from '../../../libs/kernel/references.js';
import { Stage } from '../../../libs/organisation/pipeline/pipeline.events.js';
import { QuoteLine, SoldLine } from '../../../libs/sales/opportunity/quote-line.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { problemSchema } from './refusal-answers.js';

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Every record by its aggregate's name, and what several answers are made of. */
function namedSchemas(): Readonly<Record<string, TSchema>> {
  const records = Object.values(aggregates).flatMap(({ category, registration: { record } }) =>
    record === undefined ? [] : [[capitalised(category), resourceSchema(record)] as const],
  );
  return {
    ...Object.fromEntries(records),
    Quote: resourceSchema(quotes),
    SalesBooking: resourceSchema(salesBookings),
    Money,
    Reference,
    PersonalText: Personal(Type.String()),
    Stage,
    Term,
    Discount,
    Tax,
    LineProduct,
    LineCategory,
    CustomValues,
    BuyingAccount,
    ScheduledChange,
    QuoteLine,
    SoldLine,
    Problem: problemSchema(),
  };
}

/** A document whose schemas are said once, by their names. */
export interface Named {
  readonly document: unknown;
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** Takes each schema that has a name here, or a title, out of the document: a reference to it stands there instead. `also`: names that are referred to already. */
export function named(whole: unknown, also: readonly string[] = []): Named {
  const known = namedSchemas();
  const names = new Map(Object.entries(known).map(([name, schema]) => [canonicalJson(schema), name]));
  const schemas = new Map<string, unknown>();
  const referTo = (name: string, schema: unknown): unknown => {
    if (!schemas.has(name)) {
      // Before what is inside, which may refer to it.
      schemas.set(name, undefined);
      schemas.set(name, inside(schema));
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  const referring = (value: unknown): unknown => {
    if (!isPlainObject(value) || !('type' in value || 'anyOf' in value)) return inside(value);
    const name = typeof value['title'] === 'string' ? value['title'] : names.get(canonicalJson(value));
    return name === undefined ? inside(value) : referTo(name, value);
  };
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(referring);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, referring(inner)]));
  };
  for (const name of also) referTo(name, known[name]);
  return { document: inside(whole), schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The document with such schemas among its components. */
export function withNamedSchemas({ components, ...rest }: OpenAPIObject): OpenAPIObject {
  const { document, schemas } = named(rest, ['Problem']);
  // Safe: where a schema stood a reference to it stands, which OpenAPI takes in every such place.
  const shown = document as OpenAPIObject;
  const all = { ...components?.schemas, ...schemas } as NonNullable<OpenAPIObject['components']>['schemas'];
  return { ...shown, components: { ...components, ...(all && { schemas: all }) } };
}
