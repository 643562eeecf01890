import { ProductCreated, ProductEdited } from '../catalogue/product/product.events.js';
import { productCode, uniqueValueIdOf } from '../catalogue/unique-value/unique-value.js';
import { derivedId, newId, type CategoryId, type CommandId, type ProductId } from '../kernel/ids.js';
import { recorded } from '../testing/log/builders.js';
import { productCodesAreKept } from './product-codes-are-kept.js';

describe('product codes that were reserved when they were compared otherwise (ADR 34)', () => {
  const productId = newId<ProductId>();
  const reservation = derivedId<CommandId>('reservation');
  const product = { productId, name: 'GTX', categoryId: newId<CategoryId>(), active: true, references: [] };
  const created = (code: string) => recorded(ProductCreated.of({ ...product, code }), { causationId: reservation });
  const react = productCodesAreKept.react.bind(productCodesAreKept);
  const reserves = (value: string) => {
    const uniqueValueId = uniqueValueIdOf(productCode, value);
    const values = { uniqueValueId, kind: productCode, value, holder: productId, commandId: reservation };
    return [{ decider: 'uniqueValue', target: uniqueValueId, command: { type: 'ReserveValue', ...values } }];
  };

  it.each(['gtx-pro', 'GTX  PRO', 'GTX\u00a0PRO', '\u0130Z-1', 'GTX\u200b'])(
    'are reserved as they are compared now, by the same reservation: %j',
    (code) => {
      expect(react(created(code))).toEqual(reserves(code));
      const edited = ProductEdited.of({ productId, from: { code: 'X' }, to: { code } });
      expect(react(recorded(edited, { causationId: reservation }))).toEqual(reserves(code));
    },
  );

  it('are left alone where they always had this id, or no code was taken', () => {
    expect(react(created('GTX-PRO'))).toEqual([]);
    expect(react(recorded(ProductEdited.of({ productId, from: { name: 'x' }, to: { name: 'y' } })))).toEqual([]);
  });
});
