import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareLogs, copyEvents, NoCopy } from '../../event-log/copy-events.js';
import type { EventLog } from '../../event-log/event-log.js';
import type { RecordedEvent } from '../../kernel/events.js';
import { upcastingLog } from '../../event-log/upcasting-log.js';
import { fillWholeStore } from '../../projection/fill-whole-store.js';
import { compareContents } from '../../projection/verify.js';
import type { VerifyProgress } from '../../projection/verify-all.js';
import type { StoredContents } from '../../read-store/read-store-maintenance.js';
import { openFillingStore } from '../../read-store/sqlite/filling-store.js';
import type { KeyStore } from '../../sealing/key-store.js';
import { personsIn } from '../../sealing/sealer.js';
import { readModels, upcast } from '../register/registry.js';
import type { LogPlace } from './log-places.js';

/** What is the same in both places, all of it compared. */
export interface CopiedLog {
  readonly events: number;
  /** Of how many persons the copy has the key, or that it was destroyed. */
  readonly persons: number;
  /** Of how many persons there is sealed data and neither: the source has none of theirs either. */
  readonly keysMissing: number;
  readonly rows: number;
}

/**
 * Copies a log with the keys of its persons, from files or servers to files or servers, and compares both to their ends: events, keys,
 * and the rows that the read models are made of. Cut off, it goes on where it was. Nothing may write to either meanwhile.
 * @throws NoCopy when the other place has something else @throws LogDamaged @throws LogUnavailable @throws KeyStoreUnavailable
 */
export async function copyLogWithKeys(from: LogPlace, to: LogPlace, onProgress: VerifyProgress): Promise<CopiedLog> {
  const persons = new Set<string>();
  const events = await copyEvents({
    from: from.log,
    to: to.log,
    // A key is there before what it seals.
    beforePage: async (page) => {
      const keys = await from.keys.get(personsIn(page));
      for (const person of keys.keys()) persons.add(person);
      if (keys.size > 0) await to.keys.adopt(keys);
    },
    onProgress: (done) => onProgress('events copied', done),
  });
  const missing = new Set<string>();
  await compareLogs(from.log, to.log, async (page, done) => {
    for (const person of await comparedKeys(from, to, page)) missing.add(person);
    onProgress('events and keys compared', done, events);
  });
  const rows = await compareRows(from.log, to.log, onProgress);
  return { events, persons: persons.size, keysMissing: missing.size, rows };
}

/** Returns the persons of whom neither place has a key. @throws NoCopy */
async function comparedKeys(from: LogPlace, to: LogPlace, page: readonly RecordedEvent[]): Promise<readonly string[]> {
  const persons = personsIn(page);
  const [theirs, copied] = await Promise.all([keysOf(from.keys, persons), keysOf(to.keys, persons)]);
  return [...persons].filter((person) => {
    const [key, copy] = [theirs.get(person), copied.get(person)];
    if (key !== copy) throw new NoCopy(`${to.keys.place} has another key of the person ${person}.`);
    return key === undefined;
  });
}

/** As text, to be compared. */
async function keysOf(
  store: Pick<KeyStore, 'get'>,
  persons: Parameters<KeyStore['get']>[0],
): Promise<ReadonlyMap<string, string>> {
  const keys = await store.get(persons);
  return new Map([...keys].map(([person, key]) => [person, key === 'destroyed' ? key : key.toString('base64')]));
}

/** Makes the read models of both logs, and compares them byte for byte. Returns how many rows that were. @throws NoCopy */
async function compareRows(from: EventLog, to: EventLog, onProgress: VerifyProgress): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-copy-'));
  const stores = [from, to].map((log, index) => ({
    log: upcastingLog(log, upcast),
    store: openFillingStore(join(folder, `${String(index)}.db`), readModels),
  }));
  const contents: StoredContents[] = [];
  try {
    for (const { log, store } of stores) {
      onProgress('read models made', contents.length, stores.length);
      await fillWholeStore(log, store, readModels, { onPoison: 'park' });
      contents.push(await store.contents());
    }
    const [left, right] = contents;
    if (left === undefined || right === undefined) return 0;
    const { equal, rows, differences } = await compareContents(readModels, left, right, (done) =>
      onProgress('rows compared', done),
    );
    const [first] = differences;
    if (!equal)
      throw new NoCopy(`The read models of the copy differ, first in ${first?.model ?? ''} ${first?.id ?? ''}.`);
    return rows;
  } finally {
    for (const each of contents) await each.close();
    for (const { store } of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
