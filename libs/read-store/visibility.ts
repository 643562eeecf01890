import type { Filter } from './filter.js';
import { matches } from './matches.js';
import type { ReadModel, Row } from './read-model.js';
import type { Viewer } from './read-store.js';

const nothing: Filter = { _id: { in: [] } };

/** Which rows of the model a viewer may see; undefined: all. Made once, for every kind of store and question. */
export function visibilityOf({ name }: Pick<ReadModel, 'name'>, { sees }: Viewer): Filter | undefined {
  if (sees === 'everything') return undefined;
  return Object.hasOwn(sees, name) ? sees[name] : nothing;
}

/** The same of a row in hand, such as a record that was read from its own stream. */
export const isVisible = (model: ReadModel, row: Row, viewer: Viewer): boolean =>
  matches(model, row, visibilityOf(model, viewer));
