import { searchWords } from '../kernel/searchable.js';
import { isCustomField } from './custom-fields.js';
import { shown, type Fields } from './fields.js';
import { QueryRefused } from './read-store.js';

const mostWords = 20;

/** The words that are searched for; undefined: nothing is. @throws QueryRefused */
export function wordsSought(model: Fields, search: string | undefined): readonly string[] | undefined {
  if (search === undefined) return undefined;
  if (model.search === undefined || model.search.length === 0)
    throw new QueryRefused('bad-search', `${model.name} has no text to search in; use a filter.`);
  const words = searchWords(search);
  if (words.length === 0)
    throw new QueryRefused(
      'bad-search',
      `A search is made of words, with letters or digits; ${shown(search)} has none.`,
    );
  if (words.length > mostWords)
    throw new QueryRefused(
      'bad-search',
      `A search has ${String(mostWords)} words at most, not ${String(words.length)}.`,
    );
  return words;
}

/** Whether the text field can be filtered by parts of it: those that are searched, and custom ones. */
export const isSearched = (model: Fields, field: string): boolean =>
  isCustomField(field) || (model.search?.includes(field) ?? false);
