import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describeReadings } from '../../../test/contracts/readings.contract.js';
import { flushNext, flushOf, sampleModels, thing, things } from '../../../test/contracts/read-store.samples.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { everything, type Snapshot } from '../read-store.js';
import { SqliteDatabase } from './database.js';
import { openFillingStore } from './filling-store.js';
import { ReaderConnections } from './readers.js';
import { openSqliteReadStore } from './sqlite-read-store.js';

const open = () => openSqliteReadStore({ file: join(tempFolder(), 'read.db'), models: sampleModels });
const count = async (store: Snapshot) => (await store.list(things, { viewer: everything, limit: 9 })).items.length;

describeReadings('a file', () => open());
describeReadings('memory', (models) => openSqliteReadStore({ file: ':memory:', models }));

describe('the connections of readings', () => {
  it('are no more than a few, and leave nothing behind when the store is closed', async () => {
    const store = open();
    let [now, most] = [0, 0];
    let letGo: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    const readings = Array.from({ length: 9 }, () =>
      store.reading(async (snapshot) => {
        most = Math.max(most, ++now);
        await count(snapshot);
        await gone;
        now -= 1;
      }),
    );
    letGo();
    await Promise.all(readings);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    await store.close();
    expect(statSync(`${store.file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  });

  it('do not hold the write-ahead log for ever: a reading that takes too long is refused, and its moment given up', async () => {
    const store = open();
    await flushNext(store, flushOf(things, [thing('t1')]));
    const readers = new ReaderConnections(store.file, 20);
    const held: Snapshot[] = [];
    const reading = readers.reading(
      () => new Map(),
      (snapshot) => {
        held.push(snapshot);
        return new Promise(() => undefined);
      },
    );
    await flushNext(store, flushOf(things, [thing('t2')]));
    await expect(reading).rejects.toMatchObject({ name: 'ReadStoreUnavailable' });
    await expect(Promise.all(held.map(count))).rejects.toThrow('The reading is over');

    const beside = new SqliteDatabase(store.file, 'WAL');
    expect(beside.checkpointed()).toBe(true);
    expect(statSync(`${store.file}-wal`).size).toBe(0);
    beside.close();
    await readers.exclusively(() => undefined);
    await store.close();
  });

  it('end with the file they began with when another takes its place; those that come later read that one', async () => {
    const store = open();
    await flushNext(store, flushOf(things, [thing('old')]));
    const next = openFillingStore(`${store.file}.next`, sampleModels);
    await flushNext(next, flushOf(things, [thing('new'), thing('newer')]));
    await next.makeIndexes();
    await next.close();

    const replaced: Promise<void>[] = [];
    const later: Promise<number>[] = [];
    const counts = await store.reading(async (snapshot) => {
      const before = await count(snapshot);
      replaced.push(store.replaceWith(`${store.file}.next`, sampleModels));
      later.push(store.reading(count));
      return [before, await count(snapshot)];
    });
    expect(counts).toEqual([1, 1]);
    await Promise.all(replaced);
    expect(await Promise.all(later)).toEqual([2]);
    await store.close();
  });
});
