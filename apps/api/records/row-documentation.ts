import Type, { type TSchema } from 'typebox';
import { instantsOfPast, pageOf } from '../../../libs/application/records/answers.js';
import { resourceSchema } from '../../../libs/application/register/resource.js';
import type { ReadModel } from '../../../libs/read-store/read-model.js';

type Shown = Pick<ReadModel, 'row' | 'keepsHistory'>;

/** A record as it is read by its id: of a model with history also as of then. */
export const recordSchema = (model: Shown): TSchema =>
  model.keepsHistory ? Type.Intersect([resourceSchema(model), Type.Object(instantsOfPast)]) : resourceSchema(model);

export const listSchema = (model: Shown): TSchema => pageOf(resourceSchema(model), model);
