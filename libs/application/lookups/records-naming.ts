import type { Filter } from '../../read-store/filter.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { everything, type Snapshot } from '../../read-store/read-store.js';
import { leads } from '../../../projections/leads/leads.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';

/** How many leads and opportunities match, whoever may see them: what keeps a record from being deleted (decision 17). */
export async function recordsNaming(store: Snapshot, filter: Filter) {
  const count = async (model: ReadModel): Promise<number> => {
    const groups = await store.group(model, { viewer: everything, filter, groupBy: [], sums: [] });
    return groups[0]?.count ?? 0;
  };
  return { leads: await count(leads), opportunities: await count(opportunities) };
}
