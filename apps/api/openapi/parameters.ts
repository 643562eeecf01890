import { headerPatterns } from '../http/command-request.js';
import { idPattern } from '../../../libs/kernel/ids.js';
import type { Operation, Parameter, Place } from './operation.js';

type HeaderName = keyof typeof headerPatterns;

const meanings: Readonly<Record<HeaderName, string>> = {
  'Idempotency-Key': 'The same key and body again gets the same answer; 1 to 200 characters.',
  'If-Match': 'The `ETag` of the record as you know it; 412 when it has changed.',
  'Import-Id': 'What is sent belongs to this import: the events say so.',
};

const headersOf: Readonly<Record<Place['kind'], readonly HeaderName[]>> = {
  read: [],
  command: ['Idempotency-Key', 'If-Match', 'Import-Id'],
  batch: ['Import-Id'],
  operation: [],
};

/** The parameters with the shapes that are enforced: of ids in the path, and of the headers that the operation takes. */
export const parametersOf = (
  { kind, path }: Place,
  { parameters = [] }: Pick<Operation, 'parameters'>,
): Parameter[] => [
  ...parameters.map((parameter) =>
    'in' in parameter && isId(parameter, path) ? { ...parameter, schema: id } : parameter,
  ),
  ...headersOf[kind].map((name) => header(name, meanings[name], headerPatterns[name])),
];

const header = (name: string, description: string, pattern: string): Parameter => {
  return { name, in: 'header', required: false, description, schema: { type: 'string', pattern } };
};

const id = { type: 'string', format: 'uuid', pattern: idPattern };

const isId = (parameter: { readonly in: string; readonly name: string }, path: string): boolean =>
  parameter.in === 'path' && parameter.name !== 'name' && !path.includes('/by-reference/');

/** A body may be left out where nothing in it must be there. */
export function bodyOf({ requestBody }: Pick<Operation, 'requestBody'>, isNeeded: (schemaRef: string) => boolean) {
  if (requestBody === undefined || '$ref' in requestBody) return requestBody;
  const schema = requestBody.content['application/json']?.schema;
  return schema !== undefined && '$ref' in schema ? { ...requestBody, required: isNeeded(schema.$ref) } : requestBody;
}
