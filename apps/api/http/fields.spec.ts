import { HttpException } from '@nestjs/common';
import * as fields from './fields.js';
import type { Presence } from './fields.js';
import type { Problem } from './problem.js';
import { CurrencyField } from './shapes.dto.js';
import { validation } from './validation.js';

class Inner {
  @fields.Text(5)
  name!: string;
}

const id = 'b6a1f6a8-33a9-4f4c-9a55-0f3d5a3f7c11';
const inner = { name: 'a' };

interface FieldCase {
  readonly decorator: (presence?: Presence) => PropertyDecorator;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

/** What each decorator of a DTO's field takes and refuses, at its bounds. That every field has one of them: test/architecture/dto-fields.spec.ts. */
const cases: Readonly<Record<keyof typeof fields, FieldCase>> = {
  Text: {
    decorator: (presence) => fields.Text(5, presence),
    good: ['a', ' a ', '12345', 'Größe'],
    bad: ['', '   ', '\n', '123456', 5, 0, true, {}, [], ['a']],
  },
  Code: {
    decorator: fields.Code,
    good: ['not-stated', 'a', '2nd-try', 'x'.repeat(50)],
    bad: ['', 'Too-dear', 'too dear', 'a--b', '-a', 'a-', 'x'.repeat(51), 'a\n', 5, {}, ['a']],
  },
  IdField: {
    decorator: fields.IdField,
    good: [id],
    bad: ['', 'x', id.toUpperCase(), `${id}0`, ` ${id}`, `${id}\n`, 5, {}, [id]],
  },
  DateField: {
    decorator: fields.DateField,
    good: ['2017-03-31', '2016-02-29', '0001-01-01', '9999-12-31'],
    bad: [
      '',
      '2017-02-29',
      '2017-02-30',
      '2017-3-1',
      '2017-03-31T00:00:00Z',
      '31.03.2017',
      '+010000-01-01',
      20170331,
      {},
      [],
    ],
  },
  BusinessDateField: {
    decorator: fields.BusinessDateField,
    good: ['2017-03-31', '1900-01-01', '2199-12-31'],
    bad: ['', '2017-02-29', '0024-03-31', '1899-12-31', '2200-01-01', '9999-12-31', '20244-03-31', 20170331, {}, []],
  },
  BusinessMomentField: {
    decorator: fields.BusinessMomentField,
    good: ['2017-03-31', '1900-01-01', '2199-12-31T23:59:59.999Z', '2017-03-31T14:30:00.123+02:00'],
    bad: ['', 'yesterday', '0024-03-31', '0024-03-31T10:00:00Z', '1899-12-31T23:59:59Z', '2200-01-01', 5, {}, []],
  },
  MomentField: {
    decorator: fields.MomentField,
    good: ['2017-03-31', '2017-03-31T14:30Z', '2017-03-31T14:30:00Z', '2017-03-31T14:30:00.123+02:00'],
    bad: [
      '',
      'yesterday',
      '2017-02-30',
      '2017-02-30T10:00:00Z',
      '2017-03-01T09:00:00',
      '+010000-01-01T00:00:00Z',
      // Out of range once they are in UTC.
      '9999-12-31T23:59:59-14:00',
      '0000-01-01T00:00:00+14:00',
      1488358800000,
      {},
      [],
    ],
  },
  DecimalField: {
    decorator: fields.DecimalField,
    good: ['0', '-1', '12.50', '999999999999999', '0.123456789012'],
    bad: ['', '1e3', '1,5', '.5', '5.', '+1', ' 1', 'NaN', '1234567890123456', '0.1234567890123', 5, {}, ['1']],
  },
  Whole: {
    decorator: (presence) => fields.Whole(1, 1200, presence),
    good: [1, 12, 1200],
    bad: [0, -1, 1201, 1.5, Number.MAX_VALUE, '5', true, {}, [1]],
  },
  Flag: { decorator: fields.Flag, good: [true, false], bad: ['true', '', 0, 1, {}, []] },
  OneOf: {
    decorator: (presence) => fields.OneOf(['open', 'won'], presence),
    good: ['open', 'won'],
    bad: ['', 'lost', 'Open', 'open ', 'constructor', 5, {}, ['open']],
  },
  SomeOf: {
    decorator: (presence) => fields.SomeOf(['open', 'won'], presence),
    good: [['open'], ['won', 'open'], ['open', 'open']],
    bad: [[], ['open', 'won', 'open'], ['lost'], ['open', 'Won'], 'open', {}, 5, [5], [null], [['open']]],
  },
  AtMost: {
    decorator: (presence) => fields.AtMost(10, presence),
    good: ['1', '9', '10'],
    bad: ['', '0', '11', '-1', '01', '1.5', '1e1', ' 1', 'all', 5, {}, ['1']],
  },
  Custom: {
    decorator: (presence) => fields.Custom(presence),
    good: [{}, { [id]: { name: 'floor', value: 3 } }, { [id]: { name: 'tags', value: ['a', 'b'] } }],
    bad: [
      '',
      5,
      [],
      { floor: { name: 'floor', value: 3 } },
      { [id]: 3 },
      { [id]: { name: 'floor' } },
      { [id]: { name: '', value: 1 } },
    ],
  },
  AnyOf: {
    decorator: (presence) => fields.AnyOf(['open', 'won'], presence),
    good: ['open', 'won', 'won,open'],
    bad: ['', 'lost', 'open,lost', 'open,', 'open,open', 'open, won', 'constructor', 5, {}, ['open']],
  },
  Nested: {
    decorator: (presence) => fields.Nested(() => Inner, presence),
    good: [inner],
    bad: ['text', 5, true, {}, [], [inner], { name: 5 }, { name: null }, { ...inner, surprise: 1 }],
  },
  ListOf: {
    decorator: (presence) => fields.ListOf(() => Inner, 2, presence, 1),
    good: [[inner], [inner, inner]],
    bad: [[], [inner, inner, inner], inner, 'text', 5, [5], [null], [[]], [[inner]], [{}], [{ ...inner, surprise: 1 }]],
  },
  Texts: {
    decorator: (presence) => fields.Texts(5, 2, presence),
    good: [[], ['a'], ['12345', 'Größe']],
    bad: [['a', 'b', 'c'], ['123456'], [''], ['  '], ['a', 'a'], 'a', {}, 5, [5], [null], [['a']]],
  },
  Ids: {
    decorator: (presence) => fields.Ids(2, presence),
    good: [[], [id], [id, id]],
    bad: [[id, id, id], id, {}, 5, [5], [null], ['x'], [id.toUpperCase()], [[id]]],
  },
};

/** What the pipe says of a body with this value in a field with this decorator; undefined where it takes it as it is. */
async function refusal(
  decorator: PropertyDecorator,
  body: Readonly<Record<string, unknown>>,
): Promise<Problem | undefined> {
  class Probe {
    readonly value: unknown;
  }
  decorator(Probe.prototype, 'value');
  try {
    const taken: unknown = await validation.transform(structuredClone(body), { type: 'body', metatype: Probe });
    expect({ ...(taken as object) }).toEqual(body);
    return undefined;
  } catch (error) {
    if (error instanceof HttpException) return error.getResponse() as Problem;
    throw error;
  }
}

const refused = (field = 'value') => ({
  status: 400,
  code: 'invalid-request',
  errors: [
    {
      field: expect.stringMatching(new RegExp(`^${field}`)) as string,
      message: expect.stringContaining(field) as string,
    },
  ],
});
const described = Object.entries(cases).flatMap(([name, { decorator, good, bad }]) => [
  ...good.map((value) => ({ name, decorator, value, taken: true })),
  ...bad.map((value) => ({ name, decorator, value, taken: false })),
]);

describe('a field of a request', () => {
  it.each(described.filter(({ taken }) => taken))('$name takes $value', async ({ decorator, value }) =>
    expect(await refusal(decorator(), { value })).toBeUndefined(),
  );

  it.each(described.filter(({ taken }) => !taken))(
    '$name refuses $value, and says of which field',
    async ({ decorator, value }) => expect(await refusal(decorator(), { value })).toMatchObject(refused()),
  );

  it.each(['EUR', 'XXX'])('a currency takes %s', async (value) =>
    expect(await refusal(CurrencyField(), { value })).toBeUndefined(),
  );
  it.each(['', 'eur', 'EURO', 'EU', 'EUR\n', 978, {}, null, undefined])('a currency refuses %p', async (value) =>
    expect(await refusal(CurrencyField(), { value })).toMatchObject(refused()),
  );
});

describe.each(Object.entries(cases))('a field that is %s', (_name, { decorator, good: [good] }) => {
  it('must be there unless it is optional, and be no null unless it can be cleared', async () => {
    const answers = async (presence: Presence) => [
      await refusal(decorator(presence), {}),
      await refusal(decorator(presence), { value: null }),
    ];
    const wrong: unknown = expect.objectContaining(refused());
    expect(await answers({})).toEqual([wrong, wrong]);
    expect(await answers({ optional: true })).toEqual([undefined, wrong]);
    expect(await answers({ clearable: true })).toEqual([wrong, undefined]);
    expect(await answers({ optional: true, clearable: true })).toEqual([undefined, undefined]);
  });

  // Names that every object has never come this far: reading the JSON refuses them (test/e2e/bad-commands.spec.ts).
  it.each(['surprise', 'Value'])('stands beside no %s, which is not declared (decision 12)', async (stray) =>
    expect(await refusal(decorator(), { value: good, [stray]: good })).toMatchObject(refused(stray)),
  );
});

it('wrong within a list is named by its place', async () => {
  expect(await refusal(cases.ListOf.decorator(), { value: [inner, { name: '' }] })).toMatchObject(
    refused('value.1.name'),
  );
});
