import { millisOf } from '../kernel/dates.js';
import type { Row } from './read-model.js';
import type { Version } from './read-store.js';

/** Since or until when a version holds on both axes, in milliseconds. */
export interface Since {
  readonly occurred: number;
  readonly recorded: number;
}

export interface HeldVersion {
  readonly row: Row;
  readonly since: Since;
}

/** A version that holds no more. Half-open: it held while an instant is before `until` on one of the axes. */
export interface EndedVersion {
  readonly id: string;
  /** Undefined: the row as it is stored. */
  readonly row: Row | undefined;
  readonly since: Since;
  readonly until: Since;
}

export interface Intervals {
  /** In the order of their rows. */
  readonly ended: readonly EndedVersion[];
  /** What holds now of the rows that these versions are of: all but the removed. */
  readonly holding: ReadonlyMap<string, HeldVersion>;
}

/**
 * From when to when versions hold that follow those that are stored as holding, of which only the beginning is asked. A version with both
 * times of the one before takes its place: what is stored doesn't depend on how the events were cut into pages.
 */
export function intervalsOf(versions: readonly Version[], stored: (id: string) => Since | undefined): Intervals {
  const holding = new Map<string, { readonly row: Row | undefined; readonly since: Since } | undefined>();
  const ended: EndedVersion[] = [];
  for (const { id, row, occurredAt, recordedAt } of versions) {
    const before = holding.has(id) ? holding.get(id) : asStored(stored(id));
    // Within one stream times never go down; a row fed by several keeps its versions in order all the same.
    const since = {
      occurred: Math.max(millisOf(occurredAt), before?.since.occurred ?? -Infinity),
      recorded: Math.max(millisOf(recordedAt), before?.since.recorded ?? -Infinity),
    };
    if (before !== undefined && !areSame(before.since, since)) ended.push({ id, ...before, until: since });
    holding.set(id, row === null ? undefined : { row, since });
  }
  const held = [...holding].flatMap(([id, version]) =>
    version?.row === undefined ? [] : [[id, { row: version.row, since: version.since }] as const],
  );
  return { ended, holding: new Map(held) };
}

const asStored = (since: Since | undefined) => since && { row: undefined, since };

const areSame = (one: Since, other: Since): boolean =>
  one.occurred === other.occurred && one.recorded === other.recorded;
