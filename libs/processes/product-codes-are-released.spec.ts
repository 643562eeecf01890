import { productCode, uniqueValueIdOf } from '../catalogue/unique-value/unique-value.js';
import { ProductCreated, ProductEdited } from '../catalogue/product/product.events.js';
import { derivedId, newId, type CategoryId, type CommandId, type ProductId } from '../kernel/ids.js';
import { recorded } from '../testing/log/builders.js';
import { productCodesAreReleased } from './product-codes-are-released.js';

describe('the release of product codes (PRD-01)', () => {
  const productId = newId<ProductId>();
  const reservation = (name: string) => derivedId<CommandId>(name);
  const by = (name: string | undefined) => (name === undefined ? {} : { causationId: reservation(name) });
  const product = { productId, name: 'GTX', categoryId: newId<CategoryId>(), active: true, references: [] };
  const created = recorded(ProductCreated.of({ ...product, code: 'GTX' }), by('first'));
  const edited = (from: string, to: string, name: string | undefined) =>
    recorded(ProductEdited.of({ productId, from: { code: from }, to: { code: to } }), by(name));
  const react = productCodesAreReleased.react.bind(productCodesAreReleased);

  it('keeps by which reservation a product took its code', () =>
    expect(react(created, undefined)).toEqual({ commands: [], state: { reservation: reservation('first') } }));

  it('releases that reservation when the product takes another code, and keeps the new one', () => {
    const uniqueValueId = uniqueValueIdOf(productCode, 'GTX');
    const command = { type: 'ReleaseValue', uniqueValueId, reservation: reservation('first') };
    expect(react(edited('GTX', 'RTX', 'second'), { reservation: reservation('first') })).toEqual({
      commands: [{ decider: 'uniqueValue', target: uniqueValueId, command }],
      state: { reservation: reservation('second') },
    });
  });

  it('releases nothing when the code is only written otherwise, or not changed', () => {
    const kept = { reservation: reservation('first') };
    expect(react(edited('GTX', 'gtx', undefined), kept)).toEqual({ commands: [] });
    expect(react(edited('GTX', 'gtx', 'second'), kept)).toEqual({
      commands: [],
      state: { reservation: reservation('second') },
    });
    const renamed = recorded(ProductEdited.of({ productId, from: { name: 'GTX' }, to: { name: 'GTX 2' } }));
    expect(react(renamed, kept)).toEqual({ commands: [] });
  });

  it('leaves a code to be taken over of which it does not know the reservation', () =>
    expect(react(edited('GTX', 'RTX', 'second'), undefined)).toEqual({
      commands: [],
      state: { reservation: reservation('second') },
    }));
});
