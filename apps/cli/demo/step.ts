import type { DateOnly, Instant } from '../../../libs/kernel/dates.js';
import type { Json } from '../../../libs/kernel/json.js';

export type Body = { readonly [key: string]: Json };

/** A command of the story. `@name` in path and body stands for the id that an earlier answer gave under that name. */
export interface Command {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: Body;
  /** The name of the id that is answered. */
  readonly as?: string;
  /** Further names, and where in the answer their ids are: `record.stages.0.stageId`. */
  readonly also?: Readonly<Record<string, string>>;
}

/** A command at its time. Steps of one lane follow each other; lanes of one day run side by side. */
export interface Step extends Command {
  readonly at: Instant;
  readonly date: DateOnly;
  readonly lane: string;
  /** The Idempotency-Key: the same in every run, and so are the ids that derive from it. */
  readonly key: string;
}

export type Names = ReadonlyMap<string, string>;

const name = /@[\w.-]+/g;

export const pathWith = (path: string, names: Names): string => path.replace(name, (found) => idOf(found, names));

/** The body with ids in place of names; only whole texts are names. */
export function bodyWith(value: Json, names: Names): Json {
  if (typeof value === 'string') return value.startsWith('@') ? idOf(value, names) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Array) return value.map((item) => bodyWith(item, names));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bodyWith(inner, names)]));
}

function idOf(found: string, names: Names): string {
  const id = names.get(found.slice(1));
  if (id === undefined) throw new Error(`The story names ${found} before it is there.`);
  return id;
}
