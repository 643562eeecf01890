import type { DomainEvent } from '../kernel/decider.js';
import type { EventType, RecordedEvent } from '../kernel/events.js';
import { personalPlacesOf, type PersonalPlace } from '../kernel/personal.js';

/** A decider made an event that its own definition does not allow: a mistake in the program; nothing was written. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
}

/**
 * Turns the data of a type that is no longer written into the type that took its place, which may itself be an old one.
 * Personal fields may arrive sealed: move them whole.
 */
export type Upcaster = (data: unknown) => DomainEvent;

/** All event types that are written, and how older ones are read. */
export interface EventRegistry {
  /** @throws InvalidEvent for an unknown type, or data that does not fit its definition */
  check(event: DomainEvent): void;
  /** Where the type's data is personal. */
  personalPlaces(type: string): readonly PersonalPlace[];
  /** The event as its newest type; every reader of the log sees events so. */
  upcast(event: RecordedEvent): RecordedEvent;
}

type AnyEventType = EventType<string, unknown>;

export function eventRegistry(
  eventTypes: readonly AnyEventType[],
  upcasters: Readonly<Record<string, Upcaster>> = {},
): EventRegistry {
  const definitions = new Map(eventTypes.map((definition) => [definition.type, definition]));
  const personal = new Map(eventTypes.map(({ type, schema }) => [type, personalPlacesOf(schema)]));
  const twice = eventTypes.find((definition) => definitions.get(definition.type) !== definition);
  if (twice) throw new Error(`Two definitions of event ${twice.type}: give one of them another name.`);
  const older = new Map(Object.entries(upcasters));
  const current = eventTypes.find(({ type }) => older.has(type));
  if (current)
    throw new Error(`${current.type} has an upcaster and is still written: give the new event another name.`);

  return {
    check: ({ type, data }) => {
      const definition = definitions.get(type);
      if (definition === undefined)
        throw new InvalidEvent(`${type} is not a registered event: add it to the list of event types.`);
      const problem = definition.problemWith(data);
      if (problem !== undefined) throw new InvalidEvent(`${type} does not fit its definition: ${problem}.`);
    },
    personalPlaces: (type) => personal.get(type) ?? [],
    upcast: (event) => {
      let newest = event;
      for (let upcaster = older.get(event.type); upcaster !== undefined; upcaster = older.get(newest.type)) {
        newest = { ...newest, ...upcaster(newest.data) };
      }
      return newest;
    },
  };
}
