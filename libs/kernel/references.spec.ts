import fc from 'fast-check';
import { sameJson } from './json.js';
import { hasReference, isReferenceKey, referenceKey, withoutReference, withReference } from './references.js';

const customer = { system: 'erp', type: 'customer', id: '1' };
const other = { ...customer, id: '2' };
const part = fc.string({ unit: fc.constantFrom('a', ':', '\\', ' ', 'é'), minLength: 1, maxLength: 4 });
const anyReference = fc.record({ system: part, type: part, id: part });

describe('references to outside systems', () => {
  it('are the same by system, type and id', () => {
    expect(hasReference([customer], { id: '1', type: 'customer', system: 'erp' })).toBe(true);
    expect(hasReference([customer], other)).toBe(false);
  });
  it('come and go one by one', () => {
    expect(withReference([customer], other)).toEqual([customer, other]);
    expect(withoutReference([customer, other], { ...customer })).toEqual([other]);
  });
});

describe('the key of a reference', () => {
  it('reads as system, type and id', () => {
    expect(referenceKey({ system: 'erp', type: 'customer', id: 'urn:x:10042' })).toBe('erp:customer:urn:x:10042');
    expect(referenceKey({ system: 'a:b\\', type: 'c', id: 'd\\' })).toBe('a\\:b\\\\:c:d\\');
  });

  it('is its own for each reference', () =>
    fc.assert(
      fc.property(anyReference, anyReference, (one, another) => {
        expect(isReferenceKey(referenceKey(one))).toBe(true);
        expect(referenceKey(one) === referenceKey(another)).toBe(sameJson(one, another));
      }),
      { numRuns: 5_000 },
    ));

  it.each(['', 'erp', 'erp:customer', 'erp:customer:', ':customer:1', 'erp\\:customer:1', 'e\\rp:customer:1'])(
    'is not %p',
    (text) => {
      expect(isReferenceKey(text)).toBe(false);
    },
  );
});
