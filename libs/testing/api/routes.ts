import type { TestApi } from './test-api.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Route {
  /** `PATCH /v1/users/{id}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Of its query. */
  readonly parameters: readonly string[];
  /** Fields its body must have. */
  readonly required: readonly string[];
  /** Those of them that may be null. */
  readonly nullable: readonly string[];
}

/** Every route that the API documents. */
export async function documentedRoutes(api: TestApi): Promise<readonly Route[]> {
  const document = await api.get<OpenApi>('/openapi.json');
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, operation]): Route => {
      const method = verb.toUpperCase();
      const parameters = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      const { required = [], properties = {} } = bodyOf(document, operation);
      const nullable = required.filter((field) => properties[field]?.type?.includes('null'));
      return { name: `${method} ${path}`, method, path, parameters, required, nullable };
    }),
  );
}

function bodyOf({ components }: OpenApi, { requestBody }: Operation): Schema {
  const schema = requestBody?.content['application/json']?.schema;
  const name = schema?.$ref?.split('/').at(-1) ?? '';
  return components.schemas[name] ?? {};
}

/** The names of all `$ref`s in the document. */
export function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

/** The routes in what Fastify prints of its tree, as `documentedRoutes` names them. */
export function routesInTree(tree: string): readonly string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S*)(?: \((.+)\))?$/.exec(line) ?? [];
    if (part === '') return [];
    above.splice(indent.length / 4, above.length, part);
    // Where routes call the same part of a path differently, the name of the one that ends there comes first.
    const own = part.replace(/\|.*/, '');
    const inner = above.slice(0, -1).map((each) => each.replace(/:[^/]*\|/, ''));
    const path = [...inner, own].join('').replaceAll(/:(\w+)/g, '{$1}');
    return (methods?.split(', ') ?? []).map((method) => `${method} ${path}`);
  });
}
