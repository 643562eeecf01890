import type { RecordedEvent } from '../../../libs/kernel/events.js';

interface Coded {
  readonly productId: string;
  readonly code?: string;
  readonly to?: { readonly code?: string };
}
interface Reservation {
  readonly value: string;
  readonly holder: string;
}

/** Who has each product code, by the products' own events and by the reservations. */
export function codesIn(events: readonly RecordedEvent[]) {
  const ofProducts = new Map<string, string>();
  const reserved = new Map<string, string>();
  for (const { type, data } of events) {
    if (type === 'ProductCreated' || type === 'ProductEdited') {
      const { productId, code, to } = data as Coded;
      ofProducts.set(productId, to?.code ?? code ?? ofProducts.get(productId) ?? '');
    }
    const { value, holder } = data as Reservation;
    if (type === 'ValueReserved') reserved.set(value, holder);
    if (type === 'ValueReleased') reserved.delete(value);
  }
  return { ofProducts, reserved };
}

/** No two products have one code, and who has one has it reserved. Returns the codes that are reserved for nobody who has them. */
export function codesAreOfOne(events: readonly RecordedEvent[]): readonly string[] {
  const { ofProducts, reserved } = codesIn(events);
  const holders = [...ofProducts].map(([productId, code]) => [code, productId] as const);
  expect(new Set(holders.map(([code]) => code)).size).toBe(holders.length);
  expect(holders.filter(([code, productId]) => reserved.get(code) !== productId)).toEqual([]);
  return [...reserved].filter(([code, holder]) => ofProducts.get(holder) !== code).map(([code]) => code);
}
