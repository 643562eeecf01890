import { pagesToEnd } from '../event-log/pages-to-end.js';
import type { EventLog } from '../event-log/event-log.js';
import type { PersonId } from '../kernel/ids.js';
import type { KeyStore } from './key-store.js';
import { personsIn } from './sealer.js';

/**
 * The persons whose sealed data is in the log and who have neither a key nor a destroyed one. Reads the whole log, one call to the
 * key store per page; `onProgress` is told how many events are done. @throws LogDamaged @throws KeyStoreUnavailable
 */
export async function missingKeys(
  log: Pick<EventLog, 'readAll'>,
  keys: Pick<KeyStore, 'get'>,
  onProgress: (events: number) => void = () => undefined,
): Promise<ReadonlySet<PersonId>> {
  const missing = new Set<PersonId>();
  let done = 0;
  for await (const { events } of pagesToEnd(log)) {
    const persons = personsIn(events);
    const found = persons.size === 0 ? undefined : await keys.get(persons);
    for (const person of persons) if (found?.has(person) !== true) missing.add(person);
    done += events.length;
    onProgress(done);
  }
  return missing;
}
