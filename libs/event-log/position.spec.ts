import { PositionUnknown } from './event-log.js';
import { eventsBetween, positionAt } from './position.js';

describe('how many events lie between two places', () => {
  it('follows from their sequences, from the beginning without the first', () => {
    expect(eventsBetween(positionAt('log', 3), positionAt('log', 10))).toBe(7);
    expect(eventsBetween(undefined, positionAt('log', 10))).toBe(10);
    expect(eventsBetween(positionAt('log', 10), positionAt('log', 3))).toBe(0);
  });

  it('is not told between places of two logs', () =>
    expect(() => eventsBetween(positionAt('other', 3), positionAt('log', 10))).toThrow(PositionUnknown));
});
