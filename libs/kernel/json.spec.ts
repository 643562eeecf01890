import { canonicalJson, sameJson, withoutUndefined } from './json.js';

describe('canonical JSON', () => {
  it('is the same text for equal values, whatever the order of their keys', () => {
    const one = { b: [1, { d: null, c: 'ü"' }], a: true, e: undefined };
    expect(canonicalJson(one)).toBe('{"a":true,"b":[1,{"c":"ü\\"","d":null}]}');
    expect(sameJson(one, { a: true, b: [1, { c: 'ü"', d: null }] })).toBe(true);
    expect(sameJson(one, { a: true, b: [{ c: 'ü"', d: null }, 1] })).toBe(false);
    expect(canonicalJson(JSON.parse(canonicalJson(one)))).toBe(canonicalJson(one));
  });
});

describe('what is left out of JSON', () => {
  it('is dropped at any depth; a value without it is itself', () => {
    const whole = { a: [{ b: null }], c: 0 };
    expect(withoutUndefined(whole)).toBe(whole);
    expect(withoutUndefined({ ...whole, d: undefined, e: [{ f: undefined, g: 1 }] })).toStrictEqual({
      ...whole,
      e: [{ g: 1 }],
    });
  });
});
