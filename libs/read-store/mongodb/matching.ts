import type { Document } from 'mongodb';
import type { ReadModel } from '../read-model.js';
import type { Selection, Viewer } from '../read-store.js';
import { wordsSought } from '../search.js';
import { visibilityOf } from '../visibility.js';
import { allOf, filterMongo, type KeyPath } from './filter.mongo.js';

/** The one condition that keeps from a viewer what they may not see; every query has it. */
export const visibleTo = (model: ReadModel, viewer: Viewer, key: KeyPath): Document =>
  filterMongo(model, visibilityOf(model, viewer), key);

/** The one condition that lists, counts, groups and sums have in common. @throws QueryRefused */
export function matchesIn(model: ReadModel, { viewer, filter, search }: Selection, key: KeyPath): Document {
  const words = wordsSought(model, search) ?? [];
  return allOf([visibleTo(model, viewer, key), filterMongo(model, filter, key), ...words.map(hasWord)]);
}

/** A range of the index of words: no word has a character as high as the last. */
const hasWord = (word: string): Document => ({ words: { $elemMatch: { $gte: word, $lt: `${word}\u{10FFFF}` } } });
