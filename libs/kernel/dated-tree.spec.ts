import fc from 'fast-check';
import { circleWith, emptyTree, parentAt, parentsOf, withParent, type DatedTree } from './dated-tree.js';
import { instantOf, type Instant } from './dates.js';
import type { AccountId } from './ids.js';

const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as AccountId;
const day = (n: number): Instant => instantOf(Date.UTC(2017, 0, n));
const tree = (...moves: readonly (readonly [number, number | null, number])[]): DatedTree<AccountId> =>
  moves.reduce(
    (all, [node, parent, since]) => withParent(all, id(node), parent === null ? null : id(parent), day(since)),
    emptyTree<AccountId>(),
  );

describe('a tree whose parents have dates (ADR 37)', () => {
  it('finds every node among many, and leaves earlier versions as they were', () => {
    const numbers = Array.from({ length: 5_000 }, (_, i) => i + 1);
    const full = tree(...numbers.map((n) => [n, 0, 1] as const));
    expect(numbers.filter((n) => parentAt(full, id(n)) !== id(0))).toEqual([]);
    expect(parentsOf(full, id(9_999))).toEqual([]);
    const later = withParent(withParent(full, id(1), null, day(2)), id(2), id(3), day(2));
    expect([parentAt(full, id(1)), parentAt(full, id(2))]).toEqual([id(0), id(0)]);
    expect([parentAt(later, id(1)), parentAt(later, id(2))]).toEqual([null, id(3)]);
  });
  it('has a parent from its date to the next', () => {
    const moved = tree([1, 2, 5], [1, 3, 3]);
    expect([2, 3, 4, 5, 9].map((n) => parentAt(moved, id(1), day(n)))).toEqual([null, id(3), id(3), id(2), id(2)]);
  });

  it('names the way up of a circle at any time, not only at its beginning or now', () => {
    const once = tree([2, 1, 3], [2, null, 5]);
    expect(circleWith(once, id(1), id(2), day(1))).toEqual([id(2), id(1)]);
    expect(circleWith(once, id(1), id(2), day(4))).toEqual([id(2), id(1)]);
    expect(circleWith(once, id(1), id(2), day(5))).toBeUndefined();
    expect(circleWith(once, id(1), id(1), day(9))).toEqual([id(1)]);
  });
  it('sees no circle where the node has its next parent before it would close', () => {
    const moves = tree([2, 1, 3], [1, null, 2]);
    expect(circleWith(moves, id(1), id(2), day(1))).toBeUndefined();
  });
  it('goes through a circle that was stored before this was checked', () => {
    const stored = tree([1, 2, 1], [2, 1, 1]);
    expect(circleWith(stored, id(3), id(1), day(2))).toBeUndefined();
  });

  it('takes the moves that close a circle on no date, and no others, in whatever order they come', () => {
    const move = fc.tuple(fc.nat(4), fc.option(fc.nat(4)), fc.integer({ min: 1, max: 6 }));
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(move, { minLength: 4, maxLength: 25 }), (moves) => {
        const accepted: (typeof moves)[number][] = [];
        for (const [node, parent, since] of moves) {
          const circle = parent === null ? undefined : circleWith(tree(...accepted), id(node), id(parent), day(since));
          const all = [...accepted, [node, parent, since] as (typeof moves)[number]];
          expect(circle !== undefined).toBe([1, 2, 3, 4, 5, 6].some((on) => hasCircle(all, on)));
          if (circle === undefined) accepted.push([node, parent, since]);
          [taken, refused] = circle === undefined ? [taken + 1, refused] : [taken, refused + 1];
        }
      }),
      { numRuns: 300 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(100);
  });
});

/** By the plain list: of each node the move with the last date up to this one, the last said of two. */
function hasCircle(moves: readonly (readonly [number, number | null, number])[], on: number): boolean {
  const parents = new Map<number, readonly [number | null, number]>();
  for (const [node, parent, since] of moves)
    if (since <= on && since >= (parents.get(node)?.[1] ?? 0)) parents.set(node, [parent, since]);
  return [...parents.keys()].some((node) => {
    let above = parents.get(node)?.[0] ?? null;
    for (let steps = 0; above !== null && steps < 9; steps += 1) {
      if (above === node) return true;
      above = parents.get(above)?.[0] ?? null;
    }
    return false;
  });
}
