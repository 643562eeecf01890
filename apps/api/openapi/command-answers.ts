import Type from 'typebox';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { recordOf } from '../../../libs/application/register/registered.js';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { schemaObject, type DocumentedAnswers, type SchemaObject } from '../http/answers.js';
import type { Place } from './operation.js';

/** What a command answers: the record of the aggregate whose path it has, where the route says nothing else. */
export function commandAnswer(
  { aggregate, method }: Place,
  { more, without, dryRun }: DocumentedAnswers,
): SchemaObject {
  const record = aggregate === undefined ? Type.Null() : resourceSchema(recordOf(aggregates[aggregate]));
  const { revision, ...others } = {
    id: Type.String({ format: 'uuid' }),
    revision: Type.Integer({ minimum: -1, description: 'Of the record, as the `ETag` says it.' }),
    position: Type.String({ description: 'Ask with it as `notBefore` for what is not older.' }),
    record: method === 'delete' ? Nullable(record) : record,
  };
  const properties = { ...(without === undefined && { revision }), ...others, ...more.properties };
  const ofAll = Object.keys(properties).filter((name) => !Object.hasOwn(more.properties, name));
  const done = schemaObject({ type: 'object', required: [...ofAll, ...(more.required ?? [])], properties });
  return dryRun === undefined ? done : { anyOf: [done, schemaObject(dryRun)] };
}
