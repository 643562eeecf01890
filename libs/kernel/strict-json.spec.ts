import fc from 'fast-check';
import { JsonRefused, parseStrictJson } from './strict-json.js';

const bounds = { depth: 6, fields: 8, elements: 25, values: 30 };
const read = (text: string, within = bounds): unknown => parseStrictJson(text, within);
const wide = { depth: 1_000, fields: 1_000_000, elements: 1_000_000, values: 1_000_000 };

function refusal(text: string): Pick<JsonRefused, 'fault' | 'path'> | undefined {
  try {
    read(text);
    return undefined;
  } catch (error) {
    if (error instanceof JsonRefused) return { fault: error.fault, path: error.path };
    throw error;
  }
}

/** JSON text with what may stand between its parts, and names that are written in more than one way. */
const space = fc.constantFrom('', ' ', '\n', '\t\r\n ');
const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', ':', '{', '[', ',', '1', 'é', '\u2028', '🙂', '\n') });
const escaped = (value: string): string =>
  Array.from({ length: value.length }, (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
const written = (value: string): fc.Arbitrary<string> => fc.constantFrom(JSON.stringify(value), `"${escaped(value)}"`);
const { json } = fc.letrec<{ json: string; object: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', 'true', 'false', '0', '-0', '-12.50', '1e3', '2E-2', '123456789012345'),
    text.map((one) => JSON.stringify(one)),
    fc
      .array(tie('json'), { maxLength: 4 })
      .chain((parts) => space.map((gap) => `[${gap}${parts.join(`${gap},${gap}`)}${gap}]`)),
    tie('object'),
  ),
  object: fc
    .uniqueArray(text, { maxLength: 4 })
    .chain((names) => fc.tuple(space, ...names.map((name) => fc.tuple(written(name), tie('json')))))
    .map(
      ([gap, ...fields]) =>
        `{${gap}${fields.map(([name, value]) => `${name}${gap}:${gap}${value}`).join(`${gap},${gap}`)}${gap}}`,
    ),
}));

describe('JSON that is read strictly', () => {
  it('is what JSON.parse makes of it, where nothing is lost', () =>
    fc.assert(
      fc.property(json, (one) => {
        expect(read(one, wide)).toEqual(JSON.parse(one));
      }),
      { numRuns: 300 },
    ));

  it('is refused wherever an object has a name twice, however each is written, by the place of the name', () =>
    fc.assert(
      fc.property(
        text.chain((name) => fc.tuple(fc.constant(name), written(name), written(name))),
        json,
        json,
        space,
        fc.array(fc.constantFrom<string | number>('in', 0, 2), { maxLength: 4 }),
        ([name, one, other], first, second, gap, around) => {
          const wrap = (inner: string, step: string | number): string =>
            step === 'in' ? `{"x":[{"in":1}],"in":${gap}${inner}}` : `[${'"in",'.repeat(Number(step))}${inner}]`;
          const twice = around.reduceRight(wrap, `{${one}:${first},"other":0,${other}${gap}:${second}}`);
          fc.pre(name !== 'other');
          expect(() => read(twice, wide)).toThrow(
            expect.objectContaining({ fault: 'twice', path: [...around, name].join('.') }) as Error,
          );
        },
      ),
      { numRuns: 300 },
    ));

  it.each([
    '1e400',
    '-1e400',
    '1e-400',
    '12345678901234567890',
    '9007199254740993',
    '0.1234567890123456789',
    '1.0000000000000000001',
    '1e99999999999999999999',
    '9'.repeat(500),
  ])('is refused with the number %s, which would become another', (number) => {
    expect(refusal(number)).toEqual({ fault: 'number', path: '' });
    expect(refusal(`{"a":[0,{"b":${number}}]}`)).toEqual({ fault: 'number', path: 'a.1.b' });
  });

  it.each([
    '0',
    '-0',
    '0.1',
    '1e3',
    '1E+2',
    '1.50',
    '9007199254740992',
    '123456789012345680000',
    '5e-324',
    '0e999',
    '0.30000000000000004',
  ])('is taken with the number %s', (number) => expect(read(`[${number}]`)).toEqual([Number(number)]));

  it('takes every number that JavaScript writes', () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (one) => {
        expect(read(JSON.stringify([one]))).toEqual([one === 0 ? 0 : one]);
      }),
    ));

  it.each([
    ['depth', '[[[[[[1]]]]]]', '[[[[[[[1]]]]]]]'],
    ['size', objectOf(8), objectOf(9)],
    ['size', `[${Array(25).fill(1).join()}]`, `[${Array(26).fill(1).join()}]`],
    [
      'size',
      `[[${Array(16).fill(1).join()}],[${Array(15).fill(1).join()}]]`,
      `[[${Array(16).fill(1).join()}],[${Array(16).fill(1).join()}]]`,
    ],
    ['size', `[${Array(10).fill('{"a":1,"b":2}').join()}]`, `[${Array(11).fill('{"a":1,"b":2}').join()}]`],
    ['syntax', '{"a":1}', '{"a":1,}'],
    ['syntax', '{}', '{}{}'],
    ['syntax', '""', ''],
  ] as const)('is taken up to its bounds, and refused beyond them: %s', (fault, taken, beyond) => {
    expect(refusal(taken)).toBeUndefined();
    expect(refusal(beyond)?.fault).toBe(fault);
  });

  it.each([
    ['x.1', { tooMany: 'fields', limit: 8 }, `{"x":[0,${objectOf(9)}]}`],
    ['x.y', { tooMany: 'elements', limit: 25 }, `{"x":{"y":[${Array(26).fill(1).join()}]}}`],
    ['', { tooMany: 'values', limit: 30 }, `{"x":[[${Array(20).fill(1).join()}],[${Array(20).fill(1).join()}]]}`],
    ['', { tooMany: 'levels', limit: 6 }, '[[[[[[['],
  ])('says at "%s" of what there is too much: %j', (path, excess, beyond) =>
    expect(() => read(beyond)).toThrow(expect.objectContaining({ path, excess }) as Error),
  );

  it.each([
    ['fields', `{${Array.from({ length: 9 }, (_, at) => `"f${String(at)}":1`).join()},`],
    ['elements', `[${Array(26).fill(1).join()},`],
    ['levels', '['.repeat(7)],
  ])('is made into nothing where it has too many %s: what follows is not read', (tooMany, beyond) =>
    expect(() => read(`${beyond}no JSON`)).toThrow(
      expect.objectContaining({ excess: expect.objectContaining({ tooMany }) as object }) as Error,
    ),
  );

  it('is refused as no JSON wherever JSON.parse refuses it', () =>
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u', '0', '1', '-', 'e', '.', ' ', 't', 'n'),
        }),
        json.chain((one) => fc.nat(one.length).map((end) => one.slice(0, end))),
        (...texts) => {
          for (const one of texts) {
            if (!isJson(one))
              expect(() => read(one, wide)).toThrow(expect.objectContaining({ fault: 'syntax' }) as Error);
          }
        },
      ),
      { numRuns: 500 },
    ));
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function objectOf(fields: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: fields }, (_, at) => [`f${String(at)}`, at])));
}
