import { ProductCreated, ProductEdited } from '../catalogue/product/product.events.js';
import { productCode, uniqueValueIdOf, type ReleaseValue } from '../catalogue/unique-value/unique-value.js';
import { isEvent } from '../kernel/events.js';
import { brandedId, type CommandId } from '../kernel/ids.js';
import type { KeyedProcess } from './process.js';

/** By which reservation the product has its code. */
interface CodeOfProduct {
  readonly reservation: CommandId;
}

/**
 * PRD-01: when a product takes another code, its old one is free again. What is released is the very reservation that the product
 * took the code with, which caused the event by which it did: the product may have reserved the old code again meanwhile.
 */
export const productCodesAreReleased: KeyedProcess<ReleaseValue, CodeOfProduct> = {
  name: 'product-codes-are-released',
  startsAt: 'beginning',
  handles: [ProductCreated.type, ProductEdited.type],
  keyOf: ({ stream }) => stream,
  react(event, state) {
    const taken = { reservation: brandedId<CommandId>(event.metadata.causationId) };
    if (isEvent(ProductCreated, event)) return { commands: [], state: taken };
    if (!isEvent(ProductEdited, event)) return { commands: [] };
    const { from, to } = event.data;
    if (from.code === undefined || to.code === undefined) return { commands: [] };
    const uniqueValueId = uniqueValueIdOf(productCode, from.code);
    if (uniqueValueId === uniqueValueIdOf(productCode, to.code)) {
      // The same code, written otherwise: mostly nothing had to be reserved for that.
      return event.metadata.causationId === event.metadata.commandId
        ? { commands: [] }
        : { commands: [], state: taken };
    }
    // A product of before this was kept: its old code is taken over by whoever wants it.
    if (state === undefined) return { commands: [], state: taken };
    const command = { type: 'ReleaseValue', uniqueValueId, reservation: state.reservation } as const;
    return { commands: [{ decider: 'uniqueValue', target: uniqueValueId, command }], state: taken };
  },
};
