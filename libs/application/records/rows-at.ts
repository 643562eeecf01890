import type { Filter } from '../../read-store/filter.js';
import type { ReadModel, Row } from '../../read-store/read-model.js';
import { isVisible } from '../../read-store/visibility.js';
import type { AsOf, Snapshot, Viewer } from '../../read-store/read-store.js';

/** Every row of a small model (settings, projects), page by page. */
export async function allRows<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  at: AsOf,
  viewer: Viewer,
  filter?: Filter,
): Promise<readonly R[]> {
  const rows: R[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(model, { viewer, limit: 500, cursor, at, filter });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

/** Settings as they were; what was not yet set then holds as first set (DESIGN.md section 3, "Settings"). */
export async function settingsAt<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  at: AsOf,
  viewer: Viewer,
): Promise<readonly R[]> {
  if (at.asOf === undefined && at.knownAt === undefined) return allRows(store, model, {}, viewer);
  const today = await allRows(store, model, {}, viewer);
  const then = new Map((await allRows(store, model, at, viewer)).map((row) => [row._id, row]));
  const missing = today.filter(({ _id }) => !then.has(_id)).map(({ _id }) => _id);
  const first = missing.length === 0 ? new Map<string, R>() : await store.earliest(model, missing, viewer);
  return today.flatMap(({ _id }) => then.get(_id) ?? first.get(_id) ?? []);
}

/** The rows of these ids as of an instant, for names beside ids; a row that did not exist yet shows as it was first. */
export async function rowsAt<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  ids: readonly string[],
  at: AsOf,
  viewer: Viewer,
): Promise<ReadonlyMap<string, R>> {
  if (at.asOf === undefined && at.knownAt === undefined) {
    const rows = await store.load(model, ids);
    return new Map([...rows].filter(([, row]) => isVisible(model, row, viewer)));
  }
  const then = await Promise.all(ids.map((id) => store.get(model, id, viewer, at)));
  const found = new Map(then.flatMap((row) => (row === undefined ? [] : [[row._id, row] as const])));
  const missing = ids.filter((id) => !found.has(id));
  const first = missing.length === 0 ? new Map<string, R>() : await store.earliest(model, missing, viewer);
  return new Map([...first, ...found]);
}
