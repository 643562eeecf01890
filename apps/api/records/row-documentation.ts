import type { OpenAPIObject } from '@nestjs/swagger';
import type { ReadModel } from '../../../libs/read-store/read-model.js';

type SchemaObject = Exclude<NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string], { $ref: string }>;

/** The schema of a record as the API shows it: the row's, with `id` for its key. */
export function recordSchema({ row }: ReadModel): SchemaObject {
  const { _id, ...fields } = row.properties;
  // A typebox schema is a JSON Schema, which OpenAPI 3.1 takes as it is.
  return { type: 'object', required: ['id'], properties: { id: _id, ...fields } } as SchemaObject;
}

export const listSchema = (model: ReadModel): SchemaObject => ({
  type: 'object',
  required: ['items', 'next'],
  properties: {
    ...(model.keepsHistory && {
      asOf: { type: 'string', description: 'What held then is shown.' },
      knownAt: {
        type: 'string',
        description: 'What was recorded by then is shown: with both instants the same list is answered again.',
      },
    }),
    items: { type: 'array', items: recordSchema(model) },
    next: { type: 'string', nullable: true, description: 'The cursor of the next page.' },
    count: { type: 'object', properties: { value: { type: 'integer' }, exact: { type: 'boolean' } } },
  },
});
