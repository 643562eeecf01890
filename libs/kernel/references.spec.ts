import { hasReference, withoutReference, withReference } from './references.js';

const customer = { system: 'erp', type: 'customer', id: '1' };
const other = { ...customer, id: '2' };

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
