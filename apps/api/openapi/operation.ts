import type { OpenAPIObject } from '@nestjs/swagger';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { commandAnswers } from '../http/answers.js';
import { batchPath } from '../http/path.js';
import { requestIdPattern } from '../http/request-id.js';

export const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];
export type Operation = NonNullable<OpenAPIObject['paths'][string][Method]>;
/** One answer of an operation. */
export type Answer = Exclude<NonNullable<Operation['responses'][string]>, { readonly $ref: string }>;
export type Parameter = NonNullable<Operation['parameters']>[number];
export type Shapes = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

export type Kind = 'read' | 'command' | 'batch' | 'operation';

/** Where an operation is, and what follows from that. */
export interface Place {
  readonly path: string;
  readonly method: Method;
  readonly kind: Kind;
  /** Whose path it is. */
  readonly aggregate: keyof typeof aggregates | undefined;
}

export function placeOf(path: string, method: Method, operation: Operation): Place {
  const [, version, part] = path.split('/');
  const isAggregate = (name: string): name is keyof typeof aggregates => Object.hasOwn(aggregates, name);
  const aggregate = Object.values(aggregates).find(
    ({ registration }) => version === 'v1' && registration.path !== undefined && registration.path === part,
  )?.category;
  const isCommand = commandAnswers in operation;
  const kind = method === 'get' ? 'read' : path === batchPath ? 'batch' : isCommand ? 'command' : 'operation';
  return { path, method, kind, aggregate: aggregate !== undefined && isAggregate(aggregate) ? aggregate : undefined };
}

/** Every header that answers have, by its name. */
export const answerHeaders = {
  'X-Request-Id': {
    description:
      "Under which the log of the server tells of the request, and the correlation id of its events: the request's own, where it is well formed.",
    required: true,
    schema: { type: 'string', pattern: requestIdPattern },
  },
  ETag: {
    description: 'The revision of the record, for `If-Match` of the next command; not there where a read names a past.',
    schema: { type: 'string', pattern: '^"\\d{1,15}"$' },
  },
  'Retry-After': {
    description: 'In so many seconds it may go better.',
    required: true,
    schema: { type: 'string', pattern: '^[1-9]\\d*$' },
  },
  'WWW-Authenticate': { required: true, schema: { type: 'string', const: 'Bearer' } },
} as const;

export const headerRef = (name: keyof typeof answerHeaders) => ({ $ref: `#/components/headers/${name}` });
