import { thing, things } from '../../test/contracts/read-store.samples.js';
import { matches } from './matches.js';

/** That it agrees with stores is a property of theirs: test/contracts/visibility.contract.ts. */
describe('a filter on a row in hand', () => {
  it('compares text in the order of its bytes', () => {
    const row = thing('t1', { kind: '\u{1F600}' });
    expect(matches(things, row, { kind: { gt: '\uFFFD' } })).toBe(true);
    expect(matches(things, row, { kind: { lt: '\uFFFD' } })).toBe(false);
  });

  it.each([
    ['a part of what is not searched', { kind: { contains: 'a' } }, 'bad-filter'],
    ['the order of a list', { tags: { gt: 'a' } }, 'bad-filter'],
    ['a list that is equal to something', { tags: { eq: 'a' } }, 'bad-filter'],
    ['a field that there is not', { nonsense: { eq: 'a' } }, 'unknown-field'],
  ])('refuses %s', (_case, filter, code) => {
    expect(() => matches(things, thing('t1'), filter)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
