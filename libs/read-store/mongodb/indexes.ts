import { MongoNetworkError, type Collection, type IndexDescription } from 'mongodb';
import { fieldTypeOf } from '../fields.js';
import { isListType, type ReadModel } from '../read-model.js';
import type { MongoArea } from './area.js';
import type { Catalog } from './catalog.js';
import { pathOf, type KeyPath } from './filter.mongo.js';

type Keys = readonly string[];

/** Makes the indexes of the models' rows that are not there yet. */
export async function makeIndexes(catalog: Catalog, models: readonly ReadModel[]): Promise<void> {
  for (const model of models) {
    await make(catalog.rows(model), rowIndexes(model));
    if (model.keepsHistory) await make(catalog.versions(model), versionIndexes(model));
  }
}

/** Those of the documents, which are listed by their collection. */
export const makeOwnIndexes = (area: MongoArea): Promise<void> => make(area.documents, [by('collection', 'id')]);

/** A large one takes longer than the server may take to answer: asked again, it says when it is done. */
async function make(
  collection: Pick<Collection, 'createIndexes'>,
  indexes: readonly IndexDescription[],
): Promise<void> {
  if (indexes.length === 0) return;
  for (let tries = 1; ; tries += 1) {
    try {
      await collection.createIndexes([...indexes]);
      return;
    } catch (error) {
      if (!(error instanceof MongoNetworkError) || tries === triesToMake) throw error;
    }
  }
}

const triesToMake = 60;

function rowIndexes(model: ReadModel): readonly IndexDescription[] {
  const times = ['since.occurred', 'since.recorded'];
  return [
    ...fieldIndexes(model, '_id'),
    ...(model.search.length > 0 ? [by('words')] : []),
    ...(model.keepsHistory ? [by(...times), ...groupings(model, times)] : []),
  ];
}

function versionIndexes(model: ReadModel): readonly IndexDescription[] {
  const [from, to] = [
    ['since.occurred', 'since.recorded'],
    ['until.occurred', 'until.recorded'],
  ];
  return [
    ...fieldIndexes(model, 'id'),
    by('id', 'since.recorded', 'since.occurred'),
    by(...from, ...to),
    by('until.occurred', ...from, 'until.recorded'),
    ...groupings(model, [...from, ...to]),
  ];
}

/** Each group of fields that are looked up together, in an order without ties; each list; and custom values, whichever there are. */
function fieldIndexes(model: ReadModel, key: KeyPath): readonly IndexDescription[] {
  const lists = Object.keys(model.fields).filter((field) => isListType(fieldTypeOf(model, field)));
  return [
    ...model.indexes.map((fields) => by(...pathsOf(model, fields, key), key)),
    ...lists.map((field) => by(...pathsOf(model, [field], key))),
    ...(model.custom ? [{ key: { 'custom.$**': 1 }, name: 'custom' }] : []),
  ];
}

/** What is counted and added up is found in them, too. */
function groupings(model: ReadModel, times: Keys): readonly IndexDescription[] {
  const integers = Object.keys(model.fields).filter((field) => fieldTypeOf(model, field) === 'integer');
  return model.groupings.map((fields) =>
    by(...pathsOf(model, fields, '_id'), ...times, ...pathsOf(model, integers, '_id')),
  );
}

const pathsOf = (model: ReadModel, fields: readonly string[], key: KeyPath): Keys =>
  fields.map((field) => pathOf({ field, type: fieldTypeOf(model, field) }, key));

function by(...paths: Keys): IndexDescription {
  const unique = [...new Set(paths)];
  return { key: Object.fromEntries(unique.map((path) => [path, 1])), name: `by_${unique.join('_')}` };
}
