import { sortableFields } from '../../read-store/fields.js';
import { parseFilter } from '../../read-store/filter.parse.js';
import { isAnd, isOr, type Filter } from '../../read-store/filter.js';
import { listInMemory } from '../../read-store/list-in-memory.js';
import { isListType, type ReadModel, type Row } from '../../read-store/read-model.js';
import type { AsOf, ListPage, ListQuery, Snapshot } from '../../read-store/read-store.js';
import type { LongRead } from '../../read-store/long-read.js';
import { readModels } from '../register/read-models.js';
import { toResource, type Resource } from '../register/resource.js';
import { allOf, projectFilter } from './project-scope.js';
import type { ListQuestion } from './question.js';
import { settingsAt } from './rows-at.js';
import { sortFrom } from './sort.js';

export interface ResourcePage {
  readonly items: readonly Resource[];
  readonly next: string | null;
  readonly count?: { readonly value: number; readonly exact: boolean };
}

export interface PageAsked extends Omit<ListQuestion, 'asOf' | 'knownAt' | 'notBefore'> {
  readonly within?: Filter | undefined;
  readonly at: AsOf;
}

/** A page of a model's records with personal data opened. @throws QueryRefused */
export const recordPage: LongRead<PageAsked & { readonly model: string }, ResourcePage> = {
  name: 'record-page',
  async answer({ store, open }, asked) {
    const { items, ...page } = await rowsOfPage(store, modelNamed(asked.model), asked);
    const shown = await open(items);
    return { items: shown.map(toResource), ...page };
  },
};

/** A page as it is stored, personal data still sealed. @throws QueryRefused */
export async function rowsOfPage<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  { viewer, within, filter, project, q, sort, limit, cursor, countUpTo, at }: PageAsked,
): Promise<ListPage<R>> {
  const query: ListQuery = {
    viewer,
    filter: allOf(within, filterIn(model, filter), await projectFilter(store, project, at, viewer)),
    search: q,
    sort: sortFrom(sortableFields(model), sort),
    limit: Number(limit ?? 50),
    cursor,
    countUpTo: Number(countUpTo ?? usuallyCounted),
    at,
  };
  // What a row shows then is not what is stored: a list of it is made of what it shows.
  if (!isShownByDate(model, at)) return store.list(model, query);
  return listInMemory(model, await settingsAt(store, model, at, viewer), query);
}

/**
 * Whether a page takes long for all that is there, and not for what it shows: it is of the past, or its rows are searched, counted far,
 * or neither in the order of an index nor found by one. @throws QueryRefused
 */
export function isLong(model: ReadModel, asked: Omit<PageAsked, 'at'>, isPast: boolean): boolean {
  const { within, filter, project, q, sort, countUpTo } = asked;
  if (isPast || q !== undefined || Number(countUpTo ?? 0) > usuallyCounted) return true;
  const found = allOf(within, filterIn(model, filter));
  if (found !== undefined && isFoundByIndex(model, found)) return false;
  const isWhole = found === undefined && project === undefined;
  const [first] = sortFrom(sortableFields(model), sort);
  return !isWhole || (first !== undefined && !isIndexed(model, first.field));
}

const usuallyCounted = 1000;

const isIndexed = ({ indexes }: ReadModel, field: string): boolean =>
  field === '_id' || indexes.some(([first]) => first === field);

/** By a few values of a field; elements of lists have an index of their own. */
function isFoundByIndex(model: ReadModel, filter: Filter): boolean {
  if (isAnd(filter)) return filter.and.some((one) => isFoundByIndex(model, one));
  if (isOr(filter)) return filter.or.every((one) => isFoundByIndex(model, one));
  return Object.entries(filter).some(([field, { eq = null, in: values, contains }]) => {
    const type = model.fields[field];
    if (type !== undefined && isListType(type)) return values !== undefined || contains !== undefined;
    return isIndexed(model, field) && (eq !== null || values !== undefined);
  });
}

const filterIn = (model: ReadModel, text: string | undefined): Filter | undefined =>
  text === undefined ? undefined : parseFilter(model, text);

export const isShownByDate = ({ isSetting, inForce }: ReadModel, { asOf, knownAt }: AsOf): boolean =>
  isSetting && (inForce !== undefined || asOf !== undefined || knownAt !== undefined);

function modelNamed(name: string): ReadModel {
  const model = readModels.find((each) => each.name === name);
  if (model === undefined) throw new TypeError(`There is no read model "${name}".`);
  return model;
}
