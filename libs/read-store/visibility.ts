import type { Filter } from './filter.js';
import type { ReadModel } from './read-model.js';
import type { Viewer } from './read-store.js';

/** Which rows of the model a viewer may see; undefined: all. Made once, for every kind of store and question. All see everything for now. */
export const visibilityOf = (_model: ReadModel, _viewer: Viewer): Filter | undefined => undefined;
