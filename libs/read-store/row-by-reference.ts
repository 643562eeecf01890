import { referenceKey, type Reference } from '../kernel/references.js';
import type { ReadModel, Row } from './read-model.js';
import type { AsOf, ReadStore, Viewer } from './read-store.js';

/**
 * The row that an outside system calls so, now or then: the first by `_id` should several be called alike. For models whose
 * `references` are a field. @throws QueryRefused
 */
export async function rowByReference<R extends Row>(
  store: Pick<ReadStore, 'list'>,
  model: ReadModel<R>,
  reference: Reference,
  viewer: Viewer,
  at: AsOf = {},
): Promise<R | undefined> {
  const filter = { references: { contains: referenceKey(reference) } };
  const { items } = await store.list(model, { viewer, filter, limit: 1, at });
  return items[0];
}
