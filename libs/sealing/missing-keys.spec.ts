import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { newId, type PersonId } from '../kernel/ids.js';
import { eventToAppend } from '../testing/log/builders.js';
import { fixedClock } from '../testing/log/fixed-clock.js';
import { MemoryKeyStore } from './memory-key-store.js';
import { missingKeys } from './missing-keys.js';

describe('the keys that a log needs', () => {
  const [anna, bert, carl] = [newId<PersonId>(), newId<PersonId>(), newId<PersonId>()];
  const sealedOf = (person: PersonId) => ({ place: 'Brno', name: { sealed: `${person}.c2VhbGVk` } });

  async function logOf(persons: readonly PersonId[]): Promise<MemoryEventLog> {
    const log = new MemoryEventLog(fixedClock());
    await log.append('met-1', 'none', [
      eventToAppend('Left', { place: 'Brno' }),
      ...persons.map((person) => eventToAppend('Met', sealedOf(person))),
    ]);
    return log;
  }

  it('are there when each person has one or was erased', async () => {
    const keys = new MemoryKeyStore();
    await keys.getOrCreate([anna]);
    await keys.destroy([bert]);
    expect(await missingKeys(await logOf([anna, bert, anna]), keys)).toEqual(new Set());
  });

  it('are missing of each person who has none, told once', async () => {
    const keys = new MemoryKeyStore();
    await keys.getOrCreate([anna]);
    const done: number[] = [];
    const missing = await missingKeys(await logOf([carl, anna, bert, carl]), keys, (events) => done.push(events));
    expect(missing).toEqual(new Set([carl, bert]));
    expect(done).toEqual([5]);
  });
});
