import { ProductCreated, ProductEdited } from '../catalogue/product/product.events.js';
import {
  hadAnotherId,
  productCode,
  uniqueValueIdOf,
  type ReserveValue,
} from '../catalogue/unique-value/unique-value.js';
import { isEvent, type RecordedEvent } from '../kernel/events.js';
import { brandedId, type CommandId } from '../kernel/ids.js';
import type { Process } from './process.js';

/**
 * ADR 34: a code that was reserved when codes were compared otherwise is reserved as they are compared now, by the same reservation.
 * Of any other code nothing comes: where it is compared now it has been reserved already.
 */
export const productCodesAreKept: Process<ReserveValue> = {
  name: 'product-codes-are-kept',
  startsAt: 'beginning',
  handles: [ProductCreated.type, ProductEdited.type],
  react(event) {
    const taken = takenBy(event);
    if (taken?.code === undefined || !hadAnotherId(productCode, taken.code)) return [];
    const uniqueValueId = uniqueValueIdOf(productCode, taken.code);
    const commandId = brandedId<CommandId>(event.metadata.causationId);
    const value = { uniqueValueId, kind: productCode, value: taken.code, holder: taken.productId, commandId };
    return [{ decider: 'uniqueValue', target: uniqueValueId, command: { type: 'ReserveValue', ...value } }];
  },
};

function takenBy(event: RecordedEvent): { readonly productId: string; readonly code?: string | undefined } | undefined {
  if (isEvent(ProductCreated, event)) return event.data;
  if (isEvent(ProductEdited, event)) return { productId: event.data.productId, code: event.data.to.code };
  return undefined;
}
