import fc from 'fast-check';
import { anyFilter, things } from '../../test/contracts/read-store.samples.js';
import type { Fields } from './fields.js';
import { parseFilter } from './filter.parse.js';

const model: Fields = {
  name: 'deals',
  fields: { status: 'text', amountMinor: 'integer', won: 'boolean', closeOn: 'date', openedAt: 'instant' },
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
    '{"status":{"eq":"a \\"quoted\\": \\\\ text"}}',
  ])('%s is read as it stands', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
    expect(parse(JSON.parse(text))).toEqual(JSON.parse(text));
  });

  it('gives instants in UTC, as rows hold them', () => {
    expect(parse({ openedAt: { gt: '2017-03-31T22:00:00+02:00' } })).toEqual({
      openedAt: { gt: '2017-03-31T20:00:00.000Z' },
    });
  });

  it.each([
    ['{"state":{"eq":"open"}}', '"state"', '_id, status, amountMinor, won, closeOn, openedAt'],
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

    for (const fits of [nested(10), wide(100), values(500)]) expect(parse(fits)).toEqual(fits);
    for (const tooMuch of [nested(11), wide(101), values(501)]) {
      expect(() => parse(tooMuch)).toThrow(badFilter);
    }
  });

  it('is the same after a round trip through text', () =>
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseFilter(things, JSON.stringify(filter))).toEqual(filter);
      }),
    ));
});
