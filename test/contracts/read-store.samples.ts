import Type from 'typebox';
import type { Position } from '../../libs/event-log/event-log.js';
import type { DomainEvent } from '../../libs/kernel/decider.js';
import { instantOf, type Instant } from '../../libs/kernel/dates.js';
import { References } from '../../libs/kernel/references.js';
import { readModel, type CustomFields, type ReadModel, type Row } from '../../libs/read-store/read-model.js';
import type { Flush, ReadStore, Version } from '../../libs/read-store/read-store.js';

const Nullable = <
  S extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer> | ReturnType<typeof Type.Boolean>,
>(
  schema: S,
) => Type.Union([schema, Type.Null()]);

const definition = {
  version: 1,
  row: Type.Object({
    _id: Type.String(),
    kind: Nullable(Type.String()),
    amount: Nullable(Type.Integer()),
    done: Nullable(Type.Boolean()),
    day: Nullable(Type.String()),
    note: Type.Optional(Type.Unknown()),
    name: Type.Optional(Nullable(Type.String())),
    title: Type.Optional(Nullable(Type.String())),
    tags: Type.Optional(Type.Unsafe<readonly string[] | null>(Type.Array(Type.String()))),
    references: Type.Optional(References),
    custom: Type.Optional(Type.Unsafe<Readonly<Record<string, unknown>>>(Type.Object({}))),
  }),
  fields: {
    kind: 'text',
    amount: 'integer',
    done: 'boolean',
    day: 'date',
    name: 'text',
    title: 'text',
    tags: 'texts',
    references: 'references',
  },
  search: ['name', 'title'],
  custom: true,
  indexes: [['kind', 'amount'], ['day']],
  on: {},
} as const;

/** What the sample rows have under `custom`. */
export const customFields: CustomFields = {
  n: 'integer',
  note: 'text',
  flag: 'boolean',
  picks: 'texts',
  'on-day': 'date',
};

/** A model of each kind, with a field of each type. */
export const things = readModel<DomainEvent>()({ ...definition, name: 'things' });
export const pastThings = readModel<DomainEvent>()({
  ...definition,
  name: 'pastThings',
  groupings: [['kind', 'day']],
  keepsHistory: true,
});
export const entries = readModel<DomainEvent>()({
  name: 'entries',
  version: 1,
  row: Type.Object({ _id: Type.String(), sequence: Type.Integer() }),
  fields: { sequence: 'integer' },
  indexes: [['sequence']],
  sequenced: true,
  on: {},
});
export const sampleModels: readonly ReadModel[] = [things, pastThings, entries];

export interface Thing extends Row {
  readonly kind: string | null;
  readonly amount: number | null;
  readonly done: boolean | null;
  readonly day: string | null;
  readonly note?: unknown;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly tags?: readonly string[] | null;
  readonly references?: References;
  readonly custom?: Readonly<Record<string, unknown>>;
}

export const thing = (_id: string, values: Partial<Thing> = {}): Thing => ({
  _id,
  kind: null,
  amount: null,
  done: null,
  day: null,
  ...values,
});

export const at = (tick: number): Instant => instantOf(Date.UTC(2017, 0, 1) + tick * 1000);

export const place = (sequence: number): Position => `log:${String(sequence)}` as Position;

/** The first flush of a store: of rows, or of versions whose last is the row. */
export function flushOf(model: ReadModel, rows: readonly (Row | string)[], versions: readonly Version[] = []): Flush {
  const current = new Map(rows.map((row) => (typeof row === 'string' ? [row, null] : [row._id, row])));
  for (const { id, row } of versions) current.set(id, row);
  const changes = [{ model, rows: current, versions }];
  return { reader: 'projections', after: undefined, checkpoint: place(1), changes, documents: [] };
}

/** Stores the flush as the next of its reader, wherever that stands. */
export async function flushNext(store: ReadStore, flush: Omit<Flush, 'after'>): Promise<void> {
  await store.flush({ ...flush, after: await store.checkpoint(flush.reader) });
}

export async function storeVersions(store: ReadStore, versions: readonly Version[], pageSize: number): Promise<void> {
  for (let start = 0; start < versions.length; start += pageSize) {
    await flushNext(store, flushOf(pastThings, [], versions.slice(start, start + pageSize)));
  }
}
