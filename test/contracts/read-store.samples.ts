import fc from 'fast-check';
import Type from 'typebox';
import type { Position } from '../../libs/event-log/event-log.js';
import type { DomainEvent } from '../../libs/kernel/decider.js';
import { instantOf, type Instant } from '../../libs/kernel/dates.js';
import type { Filter } from '../../libs/read-store/filter.js';
import { readModel, type ReadModel, type Row } from '../../libs/read-store/read-model.js';
import type { Flush, ReadStore, Sort, Version } from '../../libs/read-store/read-store.js';

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
  }),
  fields: { kind: 'text', amount: 'integer', done: 'boolean', day: 'date' },
  indexes: [['kind', 'amount'], ['day']],
  on: {},
} as const;

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

// Few values, so that they meet; text that compares alike as UTF-8 and as UTF-16.
const kind = fc.constantFrom('a', 'b', 'Bc', 'c d', '~');
const amount = fc.integer({ min: -3, max: 3 });
const day = fc.constantFrom('2017-01-01', '2017-01-02', '2018-12-31');
const done = fc.boolean();
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });

export const anyThing = (id: fc.Arbitrary<string>): fc.Arbitrary<Thing> =>
  fc.record({ _id: id, kind: sometimes(kind), amount: sometimes(amount), done: sometimes(done), day: sometimes(day) });

const equality = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    sometimes(value).map((eq) => ({ eq })),
    sometimes(value).map((ne) => ({ ne })),
    fc.array(value, { maxLength: 3 }).map((all) => ({ in: all })),
  );
const range = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    value.map((gt) => ({ gt })),
    value.map((lte) => ({ lte })),
    fc.record({ gte: value, lt: value }),
  );

const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.oneof(equality(kind), range(kind)).map((each) => ({ kind: each })),
  fc.oneof(equality(amount), range(amount)).map((each) => ({ amount: each })),
  fc.oneof(equality(day), range(day)).map((each) => ({ day: each })),
  equality(done).map((each) => ({ done: each })),
  fc.record({ kind: equality(kind), amount: range(amount) }),
);

export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => {
  const parts = fc.array(tie('filter'), { minLength: 1, maxLength: 3 });
  return {
    filter: fc.oneof(
      { maxDepth: 3 },
      condition,
      parts.map((and) => ({ and })),
      parts.map((or) => ({ or })),
    ),
  };
}).filter;

export const anySort: fc.Arbitrary<readonly Sort[]> = fc.uniqueArray(
  fc.record({ field: fc.constantFrom('kind', 'amount', 'done', 'day', '_id'), descending: fc.boolean() }),
  { maxLength: 3, selector: ({ field }) => field },
);

/** Versions of a few rows: on both axes the times of each row never go down. */
export const anyHistory: fc.Arbitrary<readonly Version[]> = fc
  .array(
    fc.record({
      row: anyThing(fc.constantFrom('r1', 'r2', 'r3', 'r4')),
      removed: fc.boolean(),
      occurred: fc.nat({ max: 3 }),
      recorded: fc.nat({ max: 3 }),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    const times = new Map<string, { occurred: number; recorded: number }>();
    return steps.map(({ row, removed, occurred, recorded }) => {
      const before = times.get(row._id) ?? { occurred: 0, recorded: 0 };
      const now = { occurred: before.occurred + occurred, recorded: before.recorded + recorded };
      times.set(row._id, now);
      const gone = removed && occurred + recorded !== 1;
      return { id: row._id, row: gone ? null : row, occurredAt: at(now.occurred), recordedAt: at(now.recorded) };
    });
  });

export const anyMoment = fc.record(
  { asOf: fc.nat({ max: 20 }).map(at), knownAt: fc.nat({ max: 20 }).map(at) },
  { requiredKeys: [] },
);
