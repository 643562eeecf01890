import { ProductEdited } from '../catalogue/product/product.events.js';
import { productCode, uniqueValueIdOf, type ReleaseValue } from '../catalogue/unique-value/unique-value.js';
import { isEvent } from '../kernel/events.js';
import type { Process } from './process.js';

/** PRD-01: when a product takes another code, its old one is free again. */
export const productCodesAreReleased: Process<ReleaseValue> = {
  name: 'product-codes-are-released',
  startsAt: 'beginning',
  handles: [ProductEdited.type],
  react(event) {
    if (!isEvent(ProductEdited, event)) return [];
    const { productId, from } = event.data;
    if (from.code === undefined) return [];
    const uniqueValueId = uniqueValueIdOf(productCode, from.code);
    return [
      {
        decider: 'uniqueValue',
        target: uniqueValueId,
        command: { type: 'ReleaseValue', uniqueValueId, holder: productId },
      },
    ];
  },
};
