import { DomainError } from '../../kernel/domain-error.js';
import { cursorIn, cursorOf, cursorShape, givenCursorShape, mustHaveSeen } from './feed-cursor.js';

const seen = { sequence: 6, eventId: '0192ab34-0000-7000-8000-000000000001', recordedAt: '2017-03-01T09:00:00.000Z' };

const isAccepted = (text: string, found: typeof seen | undefined): boolean => {
  try {
    mustHaveSeen(cursorIn(text), found);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return false;
  }
};

describe('a cursor of the contract feed (ADR 30)', () => {
  it('is accepted where the event that it was taken from stands', () => {
    const cursor = cursorOf(seen);
    expect(cursor).toMatch(givenCursorShape);
    expect(isAccepted(cursor, seen)).toBe(true);
  });

  it('is refused at another event, at the same one recorded at another time, and where there is none', () => {
    const cursor = cursorOf(seen);
    expect(isAccepted(cursor, { ...seen, eventId: seen.eventId.replace('1', '2') })).toBe(false);
    expect(isAccepted(cursor, { ...seen, recordedAt: '2017-03-02T09:00:00.000Z' })).toBe(false);
    expect(isAccepted(cursor, undefined)).toBe(false);
  });

  it('may be a number alone, which says nothing of what stood there', () => {
    expect(isAccepted('6', seen)).toBe(true);
    expect(['6', '0', cursorOf(seen)].map((text) => cursorShape.test(text))).toEqual([true, true, true]);
    expect(['6', '0', cursorOf(seen)].map((text) => givenCursorShape.test(text))).toEqual([false, true, true]);
    expect(['6.', '.6', '6.xyz', `${cursorOf(seen)}0`, '-1'].map((text) => cursorShape.test(text))).not.toContain(true);
  });
});
