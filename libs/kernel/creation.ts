import type { DomainEvent } from './decider.js';
import type { DataOf } from './events.js';
import { sameJson } from './json.js';

/** A record as its creating event says it, which is kept as `created` while the fields change. */
export type Created<E> = DataOf<E> & { readonly created: DataOf<E> };

export const asCreated = <D extends object>(data: D): D & { readonly created: D } => ({ ...data, created: data });

/**
 * What creating under a taken id comes to, everywhere: a repeat is compared with what the creating event said. With the same facts it
 * stays quiet, whatever was changed since, and undoes none of that; with other facts it is refused. So is creating again what was
 * ended for good (deleted, retired, withdrawn, revoked): there `first` is undefined.
 */
export const createdAgain = <E extends DomainEvent>(
  first: E['data'] | undefined,
  again: E,
  refuse: () => never,
): readonly E[] => (first !== undefined && sameJson(first, again.data) ? [] : refuse());
