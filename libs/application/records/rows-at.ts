import type { Instant } from '../../kernel/dates.js';
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

/**
 * Settings as they were, of those that were known: before its first event one shows as it was first, and what was said to hold since
 * a date holds since then, whenever it was entered (DESIGN.md section 3, "Settings"; ADR 36).
 */
export async function settingsAt<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  at: AsOf,
  viewer: Viewer,
): Promise<readonly R[]> {
  const known = await allRows(store, model, knownBy(at), viewer);
  const ids = known.map(({ _id }) => _id);
  const then = at.asOf === undefined ? known : await allRows(store, model, at, viewer);
  const rows = await orFirst(store, model, ids, then, viewer);
  return known.flatMap((row) => inForce(model, rows.get(row._id), row, at) ?? []);
}

/** One setting by the same rule; undefined: it was not known. */
export async function settingAt<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  id: string,
  at: AsOf,
  viewer: Viewer,
): Promise<R | undefined> {
  const known = await store.get(model, id, viewer, knownBy(at));
  if (known === undefined) return undefined;
  const then = at.asOf === undefined ? known : await store.get(model, id, viewer, at);
  const rows = await orFirst(store, model, [id], then === undefined ? [] : [then], viewer);
  return inForce(model, rows.get(id), known, at);
}

/** What was known then, whenever it holds. */
export const knownBy = ({ knownAt }: AsOf): AsOf => (knownAt === undefined ? {} : { knownAt });

function inForce<R extends Row>(model: ReadModel<R>, row: R | undefined, known: R, at: AsOf): R | undefined {
  return row === undefined || model.inForce === undefined ? row : model.inForce(row, known, at);
}

async function orFirst<R extends Row>(
  store: Snapshot,
  model: ReadModel<R>,
  ids: readonly string[],
  found: readonly R[],
  viewer: Viewer,
  knownAt?: Instant,
): Promise<ReadonlyMap<string, R>> {
  const rows = new Map(found.map((row) => [row._id, row]));
  const missing = ids.filter((id) => !rows.has(id));
  const first = missing.length === 0 ? new Map<string, R>() : await store.earliest(model, missing, viewer, knownAt);
  return new Map([...first, ...rows]);
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
  if (ids.length === 0) return new Map();
  const then = await allRows(store, model, at, viewer, { _id: { in: [...new Set(ids)] } });
  return orFirst(store, model, ids, then, viewer, at.knownAt);
}
