import { Compile, type Validator } from 'typebox/schema';
import { isPlainObject } from '../../kernel/json.js';
import type { Answer } from './test-api.js';

type Json = Readonly<Record<string, unknown>>;

/** The document as a check of answers needs it. */
export interface Described {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Json>> }>>>
  >;
  readonly components: Json;
}

/** Holds answers against the document: status, media type, headers, body. A property or a header that it does not name is a fault. */
export class AnswerCheck {
  private readonly components: Json;
  private readonly validators = new Map<string, Validator>();

  constructor(private readonly document: Described) {
    const { schemas } = document.components;
    const closedSchemas = Object.fromEntries(
      Object.entries(isPlainObject(schemas) ? schemas : {}).map(([name, schema]) => [name, closed(schema, true)]),
    );
    this.components = { ...document.components, schemas: closedSchemas };
  }

  /** What is wrong with the answer of the operation, such as `PATCH /v1/users/{id}`; nothing, where it is as documented. */
  faultsOf(route: string, { status, headers, text }: Answer): readonly string[] {
    const response = this.responseOf(route, status);
    if (response === undefined) return [`the status ${String(status)} is not documented`];
    const content = object(response['content']);
    const type = /^[^;]*/.exec(String(headers['content-type']))?.[0] ?? '';
    if (!Object.hasOwn(content, type)) return [`${String(status)}: the media type "${type}" is not documented`];
    const { schema } = object(content[type]);
    return [
      ...this.headerFaults(object(response['headers']), headers),
      ...this.check(
        `${route} ${String(status)} ${type}`,
        schema,
        /json$/.test(type) && !/ndjson/.test(type) ? JSON.parse(text) : text,
      ),
    ];
  }

  /** What is wrong with the value by the schema of this name. */
  faultsBy(name: string, value: unknown): readonly string[] {
    return this.check(name, { $ref: `#/components/schemas/${name}` }, value);
  }

  private responseOf(route: string, status: number): Json | undefined {
    const [method = '', path = ''] = route.split(' ');
    const responses = this.document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    const found = responses[String(status)] ?? responses[`${String(status)[0] ?? ''}XX`];
    return found && this.resolved(found);
  }

  private resolved(value: Json): Json {
    const ref = value['$ref'];
    if (typeof ref !== 'string') return value;
    return ref
      .split('/')
      .slice(2)
      .reduce((inside, part) => object(inside[part]), this.document.components);
  }

  private headerFaults(documented: Json, headers: Answer['headers']): readonly string[] {
    const named = new Set([...Object.keys(documented).map((name) => name.toLowerCase()), ...ofHttp]);
    const strange = Object.keys(headers).filter((name) => !named.has(name));
    const faults = Object.entries(documented).flatMap(([name, header]) => {
      const { required, schema } = this.resolved(object(header));
      const value = headers[name.toLowerCase()];
      if (value === undefined) return required === true ? [`the header ${name} is missing`] : [];
      return this.check(`header ${name}`, schema, value);
    });
    return [...strange.map((name) => `the header ${name} is not documented`), ...faults];
  }

  private check(name: string, schema: unknown, value: unknown): readonly string[] {
    if (schema === undefined) return [`${name} has no schema`];
    const validator = this.validators.get(name) ?? Compile({ ...object(closed(schema)), components: this.components });
    this.validators.set(name, validator);
    if (validator.Check(value)) return [];
    return validator
      .Errors(value)[1]
      .map(
        ({ instancePath, message, params }) => `${name}: ${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
      );
  }
}

/** What HTTP itself puts into answers, and what all of ours have for browsers. */
const ofHttp = [
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
  'x-content-type-options',
];

const object = (value: unknown): Json => (isPlainObject(value) ? value : {});

const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const single = ['items', 'additionalProperties', 'not'];

/** The schema without room for anything that it does not name; `isPart`: of a whole that is closed itself. */
function closed(schema: unknown, isPart = false): unknown {
  if (!isPlainObject(schema)) return schema;
  const inside = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties') return [key, mapped(object(value), (inner) => closed(inner))];
      if (lists.includes(key) && Array.isArray(value))
        return [key, value.map((inner: unknown) => closed(inner, key === 'allOf'))];
      return [key, single.includes(key) ? closed(value) : value];
    }),
  );
  const isWhole = '$ref' in schema || 'properties' in schema || 'allOf' in schema;
  return isWhole && !isPart ? { ...inside, unevaluatedProperties: false } : inside;
}

const mapped = (values: Json, map: (value: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
