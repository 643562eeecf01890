import Type from 'typebox';
import { eventType } from '../kernel/events.js';
import { Personal } from '../kernel/personal.js';
import { eventToAppend } from '../testing/log/builders.js';
import { eventRegistry, InvalidEvent } from './event-registry.js';

const Renamed = eventType('ThingRenamed.v2', { name: Type.String(), note: Type.Optional(Personal(Type.String())) });
const recorded = (type: string, data: unknown) => ({
  ...eventToAppend(type, data),
  stream: 'thing-1',
  revision: 4,
  position: 'log:5',
  recordedAt: eventToAppend(type).metadata.occurredAt,
});

describe('the event registry', () => {
  const registry = eventRegistry([Renamed]);

  it('lets events through that fit their definition', () => {
    expect(() => {
      registry.check(Renamed.of({ name: 'a' }));
    }).not.toThrow();
    expect(() => {
      registry.check({ type: 'ThingRenamed.v2', data: { name: 'a', later: 'addition' } });
    }).not.toThrow();
  });

  it('refuses data that does not fit, and types that it does not know', () => {
    expect(() => {
      registry.check({ type: 'ThingRenamed.v2', data: { name: 1 } });
    }).toThrow(InvalidEvent);
    expect(() => {
      registry.check({ type: 'ThingRenamed.v2', data: { name: 1 } });
    }).toThrow(/ThingRenamed\.v2 .*\/name must be string/);
    expect(() => {
      registry.check({ type: 'ThingLost', data: {} });
    }).toThrow(/ThingLost is not a registered event/);
  });

  it('knows the personal fields of a type', () => {
    expect(registry.personalPlaces('ThingRenamed.v2')).toEqual([{ subject: 'personId', path: ['note'] }]);
    expect(registry.personalPlaces('ThingLost')).toEqual([]);
  });

  it('refuses two definitions of one type', () => {
    expect(() => eventRegistry([Renamed, eventType('ThingRenamed.v2', {})])).toThrow(
      /Two definitions of event ThingRenamed\.v2/,
    );
    expect(() => eventRegistry([Renamed, Renamed])).not.toThrow();
  });
});

describe('upcasting', () => {
  const registry = eventRegistry([Renamed], {
    ThingNamed: (data) => ({ type: 'ThingRenamed', data: { title: data } }),
    ThingRenamed: (data) => ({ type: 'ThingRenamed.v2', data: { name: (data as { title: string }).title } }),
  });

  it('reads an old event as its newest type, through every step between, and keeps the rest', () => {
    const old = recorded('ThingNamed', 'lamp');
    expect(registry.upcast(old)).toEqual({ ...old, type: 'ThingRenamed.v2', data: { name: 'lamp' } });
    expect(() => {
      registry.check(registry.upcast(old));
    }).not.toThrow();
  });

  it('returns a current event as it is', () => {
    const current = recorded('ThingRenamed.v2', { name: 'lamp' });
    expect(registry.upcast(current)).toBe(current);
  });

  it('refuses an upcaster for a type that is still written', () => {
    expect(() => eventRegistry([Renamed], { 'ThingRenamed.v2': () => Renamed.of({ name: '' }) })).toThrow(
      /still written/,
    );
  });
});
