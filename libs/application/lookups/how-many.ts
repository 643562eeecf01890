import type { Filter } from '../../read-store/filter.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { everything, type Snapshot } from '../../read-store/read-store.js';

/** How many rows match now, whoever may see them: what names a record keeps it from being deleted. */
export async function howMany(store: Snapshot, model: ReadModel, filter: Filter): Promise<number> {
  const groups = await store.group(model, { viewer: everything, filter, groupBy: [], sums: [] });
  return groups[0]?.count ?? 0;
}
