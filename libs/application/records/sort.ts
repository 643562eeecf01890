import { QueryRefused, type Sort } from '../../read-store/read-store.js';

/** `-amountMinor,name`: fields with commas between, each once, `-` before one that descends. @throws QueryRefused */
export function sortFrom(sortable: readonly string[], text: string | undefined): readonly Sort[] {
  if (text === undefined) return [];
  const sort = text.split(',').map((part) => {
    const descending = part.startsWith('-');
    const field = descending ? part.slice(1) : part;
    if (sortable.includes(field)) return { field, descending };
    const known = sortable.join(', ');
    throw new QueryRefused('unknown-field', `"${field.slice(0, 100)}" cannot be sorted by. These can: ${known}.`);
  });
  const doubled = sort.find(({ field }, index) => sort.findIndex((one) => one.field === field) < index);
  if (doubled !== undefined)
    throw new QueryRefused('duplicate-field', `"${doubled.field}" is sorted by twice. Name each field once.`);
  return sort;
}
