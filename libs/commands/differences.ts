import type { DomainEvent } from '../kernel/decider.js';
import { isPlainObject, sameJson } from '../kernel/json.js';

/** A field in which two tries of one command say something else; null: nothing. */
export interface Difference {
  /** Of the event: `name`, `lines.0.quantity`. */
  readonly field: string;
  readonly stored: unknown;
  readonly now: unknown;
}

/** In which fields the events of a try differ from those that are stored, first those that the command itself names. */
export function differencesBetween(
  stored: readonly DomainEvent[],
  now: readonly DomainEvent[],
  command: unknown,
): readonly Difference[] {
  const found = Array.from({ length: Math.max(stored.length, now.length) }, (_, index) =>
    differing('', stored[index]?.data ?? null, now[index]?.data ?? null),
  ).flat();
  const named = namesWithin(command);
  const isNamed = ({ field }: Difference) => named.has(field.slice(field.lastIndexOf('.') + 1));
  return [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))];
}

function differing(field: string, stored: unknown, now: unknown): readonly Difference[] {
  const [before, after] = [partsOf(stored), partsOf(now)];
  if (before === undefined || after === undefined) return sameJson(stored, now) ? [] : [{ field, stored, now }];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
    differing(field === '' ? name : `${field}.${name}`, before.get(name) ?? null, after.get(name) ?? null),
  );
}

const partsOf = (value: unknown): ReadonlyMap<string, unknown> | undefined =>
  isPlainObject(value) || Array.isArray(value) ? new Map(Object.entries(value)) : undefined;

const namesWithin = (value: unknown): ReadonlySet<string> =>
  new Set(
    [...(partsOf(value) ?? [])].flatMap(([name, inner]) =>
      inner === undefined || inner === null ? [] : [name, ...namesWithin(inner)],
    ),
  );
