import type { Flush, ReadStore } from '../../read-store/read-store.js';
import { changed } from '../changed.js';

/** How many rows, versions and documents it carries. */
export const sizeOf = ({ changes, documents }: Flush): number =>
  changes.reduce((size, { rows, versions }) => size + rows.size + versions.length, documents.length);

/** The store as one that takes only so much in one flush; what it was given is kept in the list. */
export const takingAtMost = (most: number, store: ReadStore, flushes: Flush[]): ReadStore =>
  changed(store, {
    mostPerFlush: most,
    flush: (flush) => {
      flushes.push(flush);
      return store.flush(flush);
    },
  });

/** The store as one that cannot be written to after so many flushes. */
export const awayAfter = (flushes: number, store: ReadStore): ReadStore => {
  let left = flushes;
  return changed(store, {
    flush: (flush) => (left-- > 0 ? store.flush(flush) : Promise.reject(new Error('The store is away.'))),
  });
};

/** The store with flushes that wait until they are let go. */
export function holding(store: ReadStore): { readonly store: ReadStore; letGo(): void } {
  let letGo: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  return { store: changed(store, { flush: (flush) => gone.then(() => store.flush(flush)) }), letGo: () => letGo() };
}
