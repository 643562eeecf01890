import { inForce, isBefore, withValue, type Dated } from './dated.js';
import type { DateOnly, Instant } from './dates.js';
import type { Id } from './ids.js';

/** Under whom a node stood since when; null: under none. */
export type Parents<Node extends Id<string>, When extends Time = Instant> = Dated<When, Node | null>;
type Time = DateOnly | Instant;

/**
 * Who stood under whom since when, in buckets by the end of the child's id: a version with one more parent copies one bucket and
 * shares the others, so that a long stream folds without copying all nodes at each event.
 */
export type DatedTree<Node extends Id<string>, When extends Time = Instant> = readonly ReadonlyMap<
  Node,
  Parents<Node, When>
>[];

export const emptyTree = <Node extends Id<string>, When extends Time = Instant>(): DatedTree<Node, When> =>
  Array.from({ length: 0x1000 }, (): ReadonlyMap<Node, Parents<Node, When>> => new Map());

/** All parents that the node ever had, by their own dates. */
export const parentsOf = <Node extends Id<string>, When extends Time>(
  tree: DatedTree<Node, When>,
  node: Node,
): Parents<Node, When> => tree[bucketOf(node)]?.get(node) ?? [];

/** The parent of then; without a time, that since the last date. Null: none. */
export const parentAt = <Node extends Id<string>, When extends Time>(
  tree: DatedTree<Node, When>,
  node: Node,
  at?: When,
): Node | null => inForce(parentsOf(tree, node), at)?.value ?? null;

/** The version in which the node stands under this parent since then. */
export function withParent<Node extends Id<string>, When extends Time>(
  tree: DatedTree<Node, When>,
  node: Node,
  parent: Node | null,
  since: When | null,
): DatedTree<Node, When> {
  const place = bucketOf(node);
  return tree.with(place, new Map(tree[place]).set(node, withValue(parentsOf(tree, node), since, parent)));
}

/** Since when, and until when, half-open; null: from the beginning, to the end. */
interface Interval<When extends Time> {
  readonly since: When | null;
  readonly until: When | null;
}

/**
 * The nodes from the parent up to the node itself, which would stand under itself at some time if it stood under this parent since
 * then, until the date of the next parent that it has. Undefined: no circle, at no time.
 */
export function circleWith<Node extends Id<string>, When extends Time>(
  tree: DatedTree<Node, When>,
  node: Node,
  parent: Node,
  since: When | null,
): readonly Node[] | undefined {
  const next = parentsOf(tree, node).find(({ from }) => isBefore(since, from));
  const wayUp = (chain: readonly Node[], above: Node, within: Interval<When>): readonly Node[] | undefined => {
    // A circle that was stored before this was checked has no way to the top.
    if (chain.includes(above)) return undefined;
    const way = [...chain, above];
    if (above === node) return way;
    for (const { parent: next, ...times } of stretches(parentsOf(tree, above), within)) {
      const found = next === null ? undefined : wayUp(way, next, times);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return wayUp([], parent, { since, until: next?.from ?? null });
}

/** The parents within a time, each with its part of it. */
function stretches<Node extends Id<string>, When extends Time>(
  parents: Parents<Node, When>,
  { since, until }: Interval<When>,
): readonly (Interval<When> & { readonly parent: Node | null })[] {
  return parents.flatMap(({ from, value: parent }, index) => {
    const to = parents[index + 1]?.from ?? null;
    const start = isBefore(since, from) ? from : since;
    const end = to === null || (until !== null && until < to) ? until : to;
    return end === null || isBefore(start, end) ? [{ parent, since: start, until: end }] : [];
  });
}

/** The last hexadecimal digits of a UUID are random in the versions we make; its first ones are the time. */
const bucketOf = (id: string): number => Number.parseInt(id.slice(-3), 16);
