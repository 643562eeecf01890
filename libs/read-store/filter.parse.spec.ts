import fc from 'fast-check';
import { anyFilter } from '../../test/contracts/query.samples.js';
import { customFields, things } from '../../test/contracts/read-store.samples.js';
import { withCustomFields } from './custom-fields.js';
import type { Fields } from './fields.js';
import { parseFilter } from './filter.parse.js';

const model: Fields = {
  name: 'deals',
  fields: {
    status: 'text',
    amountMinor: 'integer',
    won: 'boolean',
    closeOn: 'date',
    openedAt: 'instant',
    name: 'text',
    tags: 'texts',
    references: 'references',
  },
  search: ['name'],
  custom: true,
};
const badFilter = expect.objectContaining({ code: 'bad-filter' }) as Error;
const parse = (input: unknown) => parseFilter(model, input);

describe('a filter', () => {
  it.each([
    '{}',
    '{"status":{"eq":"open"}}',
    '{"status":{"eq":null}}',
    '{"_id":{"in":["a","b"]}}',
    '{"amountMinor":{"gte":100,"lt":200},"won":{"ne":true}}',
    '{"closeOn":{"gte":"2017-01-01","lte":"2017-03-31"}}',
    '{"or":[{"status":{"in":[]}},{"and":[{"status":{"ne":null}},{}]}]}',
    '{"name":{"contains":"mü","startsWith":""}}',
    '{"tags":{"contains":"fair","in":["a","b"],"ne":null}}',
    '{"tags":{"eq":null}}',
    '{"references":{"contains":"erp:customer:10042"}}',
    '{"references":{"in":["erp:customer:a:b"]}}',
    '{"status":{"eq":"a \\"quoted\\": \\\\ text"}}',
  ])('%s is read as it stands', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
    expect(parse(JSON.parse(text))).toEqual(JSON.parse(text));
  });

  it('returns instants in UTC, as rows hold them', () => {
    expect(parse({ openedAt: { gt: '2017-03-31T22:00:00+02:00' } })).toEqual({
      openedAt: { gt: '2017-03-31T20:00:00.000Z' },
    });
  });

  it.each([
    ['{"state":{"eq":"open"}}', '"state"', '_id, status, amountMinor, won, closeOn, openedAt, name'],
    ['{"__proto__":{"eq":"open"}}', '"__proto__"', 'status'],
    ['{"constructor":{"eq":"open"}}', '"constructor"', 'status'],
  ])('%s names an unknown field', (text, field, known) => {
    expect(() => parse(text)).toThrow(`has no field ${field}`);
    expect(() => parse(text)).toThrow(known);
  });

  it.each([
    ['not JSON', 'is not JSON'],
    ['[]', 'is an object'],
    ['null', 'is an object'],
    ['"text"', 'is an object'],
    ['{"status":"open"}', 'The condition of "status"'],
    ['{"status":{}}', 'no operator. There are: eq, ne, gt'],
    ['{"status":{"like":"o%"}}', 'no operator "like"'],
    ['{"status":{"__proto__":"x"}}', 'no operator "__proto__"'],
    ['{"status":{"eq":1}}', 'a text, not with 1'],
    ['{"status":{"eq":["open"]}}', 'a text'],
    ['{"status":{"eq":{"$gt":""}}}', 'a text'],
    ['{"status":{"contains":"o"}}', '"status" cannot be compared by "contains". These can: name.'],
    ['{"amountMinor":{"startsWith":1}}', '"amountMinor" cannot be compared by "startsWith"'],
    ['{"name":{"contains":null}}', 'a text, not with null'],
    ['{"name":{"contains":["m"]}}', 'a text'],
    ['{"tags":{"eq":"fair"}}', '"eq" compares it with null only; use "contains" or "in"'],
    ['{"tags":{"ne":[]}}', '"ne" compares it with null only'],
    ['{"tags":{"gt":"fair"}}', '"gt" cannot compare it; use "contains" or "in"'],
    ['{"tags":{"startsWith":"fair"}}', '"startsWith" cannot compare it'],
    ['{"tags":{"contains":null}}', 'a text, not with null'],
    ['{"tags":{"in":[["fair"]]}}', 'a text'],
    ['{"references":{"contains":"10042"}}', 'the key of a reference like "erp:customer:10042"'],
    ['{"references":{"in":["erp:customer:1","erp"]}}', 'the key of a reference'],
    ['{"amountMinor":{"eq":"1"}}', 'a whole number'],
    ['{"amountMinor":{"eq":1.5}}', 'a whole number'],
    ['{"amountMinor":{"eq":1e300}}', 'a whole number'],
    ['{"won":{"eq":1}}', 'true or false'],
    ['{"won":{"gt":false}}', '"gt" cannot compare it'],
    ['{"closeOn":{"eq":"2017-02-30"}}', 'a date like'],
    ['{"openedAt":{"eq":"2017-02-01"}}', 'an instant like'],
    ['{"status":{"gt":null}}', 'with null'],
    ['{"status":{"in":"open"}}', 'takes a list'],
    ['{"status":{"in":[null]}}', 'a text, not with null'],
    ['{"and":[]}', 'one or more filters'],
    ['{"or":{"status":{"eq":"open"}}}', 'one or more filters'],
    ['{"and":[{"status":{"eq":"a"}}],"status":{"eq":"b"}}', 'stands alone'],
    ['{"and":[{}],"or":[{}]}', 'stands alone'],
    ['{"status":{"eq":"a"},"status":{"eq":"b"}}', 'twice'],
    ['{"status":{"eq":"a","eq":"b"}}', 'twice'],
    ['{"status":{"eq":"a","\\u0065q":"b"}}', 'twice'],
  ])('%s is refused', (text, message) => {
    expect(() => parse(text)).toThrow(badFilter);
    expect(() => parse(text)).toThrow(message);
  });

  it('names custom fields that are declared beside the model, and no others', () => {
    const declared = withCustomFields(model, { 'a-1': 'text', n: 'integer' });
    const filter = { 'custom.a-1': { contains: 'x' }, 'custom.n': { gte: 3 } };
    expect(parseFilter(declared, filter)).toEqual(filter);
    expect(() => parseFilter(declared, { 'custom.n': { eq: 'x' } })).toThrow('a whole number');
    for (const field of ['custom.b', 'custom.', 'custom', 'n'])
      expect(() => parseFilter(declared, { [field]: { eq: 1 } })).toThrow('has no field');
    expect(() => withCustomFields(model, { 'a b': 'text' })).toThrow(TypeError);
    expect(() => withCustomFields({ ...model, custom: false }, { n: 'text' })).toThrow('deals has no custom fields');
  });

  it.each([[new Date()], [new Map()], [new Error('x')], [undefined], [7]])(
    'that is no plain object is refused: %p',
    (value) => {
      expect(() => parse(value)).toThrow(badFilter);
    },
  );

  it('is bounded in depth, conditions and values', () => {
    const nested = (depth: number): unknown => (depth === 1 ? { status: { eq: 'a' } } : { and: [nested(depth - 1)] });
    const wide = (count: number) => ({ or: Array.from({ length: count }, () => ({ status: { eq: 'a' } })) });
    const values = (count: number) => ({ status: { in: Array.from({ length: count }, String) } });
    // Each becomes a condition of the query, of which SQLite takes so many within each other.
    const empty = (count: number) => ({ and: Array.from({ length: count }, () => ({})) });

    for (const fits of [nested(10), wide(100), values(500), empty(100)]) expect(parse(fits)).toEqual(fits);
    for (const tooMuch of [nested(11), wide(101), values(501), empty(101)]) {
      expect(() => parse(tooMuch)).toThrow(badFilter);
    }
  });

  it('is the same after a round trip through text', () =>
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseFilter(withCustomFields(things, customFields), JSON.stringify(filter))).toEqual(filter);
      }),
    ));
});
