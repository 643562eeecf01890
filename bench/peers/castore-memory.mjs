import { EventStore, EventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';

/** Versions in castore begin at 1; an append takes one event, several are pushed in a row. */
export function open() {
  const eventStoreId = 'opportunity';
  const store = new EventStore({
    eventStoreId,
    eventTypes: [new EventType({ type: 'OpportunityMoved' })],
    reducer: (state) => state,
    eventStorageAdapter: new InMemoryEventStorageAdapter(),
  });
  const load = async (aggregateId) => (await store.getEvents(aggregateId)).events.length;
  return {
    append: async (aggregateId, next, events) => {
      for (const [index, { type, data, metadata }] of events.entries()) {
        await store.pushEvent({ aggregateId, version: next + index + 1, type, payload: data, metadata });
      }
    },
    load,
    // It has no read over all streams but this.
    readAll: async () => {
      let count = 0;
      for (const { aggregateId } of (await store.listAggregateIds()).aggregateIds) count += await load(aggregateId);
      return count;
    },
    close: () => {},
  };
}
