import type { EventLog } from '../../event-log/event-log.js';
import { fillStore } from '../../projection/fill-store.js';
import { fillWholeStore } from '../../projection/fill-whole-store.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { ReadStoreAside, StoredContents, StoredEntry } from '../../read-store/read-store-maintenance.js';

/** All rows and versions, by model. */
export type AllContents = Readonly<Record<string, readonly StoredEntry[]>>;

/** What is stored of these models. */
export async function contentsOf(
  store: { contents(): Promise<StoredContents> },
  models: readonly ReadModel[],
): Promise<AllContents> {
  const contents = await store.contents();
  const all: Record<string, readonly StoredEntry[]> = {};
  for (const model of models) {
    all[`${model.name} now`] = await listed(contents.rows(model));
    all[`${model.name} then`] = await listed(contents.versions(model));
  }
  await contents.close();
  return all;
}

/** What a store has that is filled from the log: as a rebuild does it, or in pages of this size. */
export async function rebuiltContents(
  log: EventLog,
  aside: Pick<ReadStoreAside, 'scratch'>,
  models: readonly ReadModel[],
  pageSize?: number,
): Promise<AllContents> {
  const store = await aside.scratch(models);
  if (pageSize === undefined) await fillWholeStore(log, store, models);
  else await fillStore(log, store, models, { pageSize });
  const contents = await contentsOf(store, models);
  await store.close();
  return contents;
}

async function listed(entries: AsyncIterable<StoredEntry>): Promise<readonly StoredEntry[]> {
  const list: StoredEntry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}
