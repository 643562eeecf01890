import 'reflect-metadata';
import { createRequire } from 'node:module';

// Its entry point is CommonJS that star-exports: named imports do not find everything.
const require = createRequire(import.meta.url);
const { Aggregate, AggregateRoot, Event, EventMap, EventStream, UUID } = require('@ocoda/event-sourcing');
const { InMemoryEventStore } = require('@ocoda/event-sourcing/dist/integration/event-store/in-memory.event-store.js');

class OpportunityMoved {
  constructor(data, metadata) {
    this.data = data;
    this.metadata = metadata;
  }
}
Event('OpportunityMoved')(OpportunityMoved);

class Opportunity extends AggregateRoot {}
Aggregate({ streamName: 'opportunity' })(Opportunity);

/** Versions in ocoda are those of the stream's last event after the append, from 1. */
export function open() {
  const events = new EventMap();
  events.register(OpportunityMoved, {
    serialize: ({ data, metadata }) => ({ data, metadata }),
    deserialize: ({ data, metadata }) => new OpportunityMoved(data, metadata),
  });
  const store = new InMemoryEventStore(events);
  store.setup();
  store.publish = () => Promise.resolve();
  const streams = new Map();
  const streamOf = (name) => {
    const known = streams.get(name) ?? EventStream.for(Opportunity, UUID.from(name.slice('opportunity-'.length)));
    streams.set(name, known);
    return known;
  };
  const load = async (name) => {
    let count = 0;
    for await (const page of store.getEvents(streamOf(name))) count += page.length;
    return count;
  };
  return {
    append: (name, next, added) =>
      store.appendEvents(
        streamOf(name),
        next + added.length,
        added.map(({ data, metadata }) => new OpportunityMoved(data, metadata)),
      ),
    load,
    // It has no read over all streams.
    readAll: async () => {
      let count = 0;
      for (const name of streams.keys()) count += await load(name);
      return count;
    },
    close: () => {},
  };
}
