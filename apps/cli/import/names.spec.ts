import { Names } from './names.js';

describe('names that an import remembers', () => {
  const names = new Names();
  names.remember('products', 'GTX Pro', 'p1');
  names.remember('products', 'RTX', 'p2');
  names.remember('products', 'rtx', 'p3');
  const find = (name: string) => names.find('products', name, () => 'product');

  it.each(['GTX Pro', 'gtx pro', 'GTX\u00a0Pro', ' GTX  Pro\u200b'])('are found however they are written: %j', (name) =>
    expect(find(name)).toBe('p1'),
  );
  it('are found as they are written where others are alike', () =>
    expect([find('RTX'), find('rtx')]).toEqual(['p2', 'p3']));
  it('are not guessed', () => {
    expect(() => find('Rtx')).toThrow('"Rtx" is not in products');
    expect(() => find('GTXPro')).toThrow('The nearest is "GTX Pro"');
  });
});
