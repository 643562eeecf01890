import fc from 'fast-check';
import { referenceKey, type Reference } from '../../libs/kernel/references.js';
import { searchWords } from '../../libs/kernel/searchable.js';
import type { Filter } from '../../libs/read-store/filter.js';
import type { Sort, Version } from '../../libs/read-store/read-store.js';
import { at, type Thing } from './read-store.samples.js';

// Few values, so that they meet; what is sorted by is text that compares alike as UTF-8 and as UTF-16.
const kind = fc.constantFrom('a', 'b', 'Bc', 'c d', '~');
const amount = fc.integer({ min: -3, max: 3 });
const day = fc.constantFrom('2017-01-01', '2017-01-02', '2018-12-31');
const done = fc.boolean();
const tag = fc.constantFrom('a', 'A', 'é', '', '"', '[]', 'null');
const reference: fc.Arbitrary<Reference> = fc.record({
  system: fc.constantFrom('erp', 'e:rp'),
  type: fc.constantFrom('c', 'c\\'),
  id: fc.constantFrom('1', '2:3'),
});
const awkward = ['a', 'A', 'ä', 'a\u0308', 'ß', 'SS', 'İ', 'ı', 'I', 'Σ', 'ς', '👩‍💻', 'ﬁ', '한', '\u0301', '\0', 'z9'];
const between = [' ', '-', "'", '"', '%', '_', '\\', '*', '.', '\n'];
const pieces = (least: number, most: number) =>
  fc
    .array(fc.constantFrom(...awkward, ...awkward, ...between), { minLength: least, maxLength: most })
    .map((each) => each.join(''));
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });

const custom = fc.record(
  {
    n: sometimes(amount),
    note: sometimes(pieces(0, 3)),
    flag: sometimes(done),
    picks: sometimes(fc.array(tag, { maxLength: 3 })),
    'on-day': sometimes(day),
    other: fc.constantFrom('x', 1.5, { sealed: 'x' }),
  },
  { requiredKeys: [] },
);

export const anyThing = (id: fc.Arbitrary<string>): fc.Arbitrary<Thing> =>
  fc.record(
    {
      _id: id,
      kind: sometimes(kind),
      amount: sometimes(amount),
      done: sometimes(done),
      day: sometimes(day),
      name: sometimes(pieces(0, 5)),
      title: sometimes(pieces(0, 3)),
      tags: sometimes(fc.array(tag, { maxLength: 3 })),
      references: fc.array(reference, { maxLength: 2 }),
      custom,
    },
    { requiredKeys: ['_id', 'kind', 'amount', 'done', 'day'] },
  );

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
const parts = fc.oneof(
  pieces(0, 2).map((contains) => ({ contains })),
  pieces(0, 2).map((startsWith) => ({ startsWith })),
);
const elements = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    value.map((contains) => ({ contains })),
    fc.array(value, { maxLength: 3 }).map((all) => ({ in: all })),
    fc.constantFrom({ eq: null }, { ne: null }),
  );

const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.oneof(equality(kind), range(kind)).map((each) => ({ kind: each })),
  fc.oneof(equality(amount), range(amount)).map((each) => ({ amount: each })),
  fc.oneof(equality(day), range(day)).map((each) => ({ day: each })),
  equality(done).map((each) => ({ done: each })),
  fc.record({ kind: equality(kind), amount: range(amount) }),
  fc.oneof(parts, equality(pieces(0, 2))).map((each) => ({ name: each })),
  elements(tag).map((each) => ({ tags: each })),
  elements(reference.map(referenceKey)).map((each) => ({ references: each })),
  fc.oneof(equality(amount), range(amount)).map((each) => ({ 'custom.n': each })),
  fc.oneof(parts, equality(pieces(0, 2))).map((each) => ({ 'custom.note': each })),
  equality(done).map((each) => ({ 'custom.flag': each })),
  elements(tag).map((each) => ({ 'custom.picks': each })),
  fc.oneof(equality(day), range(day)).map((each) => ({ 'custom.on-day': each })),
);

/** A part of a text, of the row itself or of a custom field. */
export const anyPart: fc.Arbitrary<Filter> = fc.oneof(
  parts.map((each) => ({ name: each })),
  parts.map((each) => ({ 'custom.note': each })),
);

export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => {
  const several = fc.array(tie('filter'), { minLength: 1, maxLength: 3 });
  return {
    filter: fc.oneof(
      { maxDepth: 3 },
      condition,
      several.map((and) => ({ and })),
      several.map((or) => ({ or })),
    ),
  };
}).filter;

/** Text with words to search for, or none to. */
export const anySearch: fc.Arbitrary<string | undefined> = fc.option(
  pieces(1, 3).filter((text) => searchWords(text).length > 0),
  { nil: undefined, freq: 2 },
);

const sortable = ['kind', 'amount', 'done', 'day', '_id', 'custom.n', 'custom.flag', 'custom.on-day'];
export const anySort: fc.Arbitrary<readonly Sort[]> = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...sortable), descending: fc.boolean() }),
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
