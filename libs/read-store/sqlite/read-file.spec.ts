import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { anyHistory } from '../../../test/contracts/query.samples.js';
import {
  flushNext,
  flushOf,
  pastThings,
  place,
  sampleModels,
  storeVersions,
  thing,
  things,
} from '../../../test/contracts/read-store.samples.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import { contentsOf } from '../../testing/projection/contents.js';
import type { ReadModel } from '../read-model.js';
import { everything } from '../read-store.js';
import { openDisposable } from './database.js';
import { openFillingStore } from './filling-store.js';
import { SqliteAside } from './sqlite-maintenance.js';
import { openSqliteReadStore, SqliteReadStore } from './sqlite-read-store.js';

const newFile = () => join(tempFolder(), 'read.db');
const open = (file: string, models: readonly ReadModel[] = sampleModels) => openSqliteReadStore({ file, models });
const sizeOf = async (store: SqliteReadStore, model: ReadModel = things) =>
  (await store.list(model, { viewer: everything, limit: 9 })).items.length;

describe('the file of the read models', () => {
  it('keeps rows and checkpoints', async () => {
    const file = newFile();
    const before = open(file);
    await before.flush(flushOf(things, [thing('t1')]));
    await before.close();

    const after = open(file);
    expect(await after.get(things, 't1', everything)).toEqual(thing('t1'));
    expect(await after.checkpoint('projections')).toBe(place(1));
    await after.close();
  });

  it.each([
    ['another version', { ...things, version: 2 }],
    ['another field', { ...things, fields: { ...things.fields, owner: 'text' } }],
    ['a model that was not there', { ...things, name: 'others' }],
  ])('is rebuilt for %s, without checkpoints', async (_case, changed) => {
    const file = newFile();
    const before = open(file);
    await before.flush(flushOf(things, [thing('t1')]));
    await before.close();

    const store = new SqliteReadStore(openDisposable(file, 'WAL'));
    expect(store.isCurrent(sampleModels)).toBe(true);
    expect(store.isCurrent([changed as ReadModel])).toBe(false);
    await store.close();
    const after = open(file, [changed as ReadModel]);
    expect(await after.checkpoint('projections')).toBeUndefined();
    expect(await sizeOf(after, changed as ReadModel)).toBe(0);
    await after.close();
  });

  it('is rebuilt when it is no database', async () => {
    const file = newFile();
    writeFileSync(file, 'not a database '.repeat(1000));
    const store = open(file);
    expect(await sizeOf(store)).toBe(0);
    await store.close();
  });

  it('is rebuilt at the next start when a query found it damaged', async () => {
    const file = newFile();
    const before = open(file);
    await before.flush(
      flushOf(
        things,
        Array.from({ length: 500 }, (_, index) => thing(`t${String(index)}`, { note: 'x'.repeat(500) })),
      ),
    );
    await before.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xff, 60 * 4096));

    const damaged = open(file);
    await expect(damaged.list(things, { viewer: everything, limit: 500 })).rejects.toThrow();
    await damaged.close();
    const after = open(file);
    expect(await sizeOf(after)).toBe(0);
    await after.close();
    expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.damaged'))).toEqual([]);
  });

  it('is replaced at once, and again; other readers keep their checkpoints and documents', async () => {
    const file = newFile();
    const live = open(file);
    const ofProcess = { reader: 'a process', after: undefined, checkpoint: place(7), changes: [] };
    await live.flush({ ...ofProcess, documents: [{ collection: 'state', id: 's', document: { n: 1 } }] });
    await live.flush({
      ...flushOf(things, [thing('old')]),
      documents: [{ collection: 'parked', id: 'p', document: {} }],
    });

    for (const id of ['new', 'newer']) {
      const next = openFillingStore(`${file}.next`, sampleModels);
      // What a try that was cut off had handed over.
      await next.flush({ ...ofProcess, documents: [{ collection: 'state', id: 'gone since', document: {} }] });
      await next.flush({ ...flushOf(things, [thing(id)]), checkpoint: place(9) });
      await next.makeIndexes();
      await next.close();
      const asked = live.list(things, { viewer: everything, limit: 9 });
      await live.replaceWith(`${file}.next`, sampleModels);
      await asked;

      expect((await live.list(things, { viewer: everything, limit: 9 })).items).toEqual([thing(id)]);
      expect(await live.checkpoint('projections')).toBe(place(9));
      expect(await live.checkpoint('a process')).toBe(place(7));
      expect(await live.documents('state')).toEqual(new Map([['s', { n: 1 }]]));
      expect(await live.documents('parked')).toEqual(new Map());
      await flushNext(live, flushOf(things, [thing('written after')]));
    }
    await live.close();
    expect(existsSync(`${file}.next`)).toBe(false);
    const again = open(file);
    expect(await again.load(things, ['new', 'newer', 'written after'])).toEqual(
      new Map([thing('newer'), thing('written after')].map((row) => [row._id, row])),
    );
    await again.close();
  });

  it('is not replaced while another connection reads it', async () => {
    const file = newFile();
    const live = open(file);
    await live.flush(flushOf(things, [thing('t1')]));
    const snapshot = await new SqliteAside(file).contents();
    await flushNext(live, flushOf(things, [thing('t2')]));
    await expect(live.replaceWith(`${file}.next`, sampleModels)).rejects.toThrow('run the rebuild again');
    expect(await sizeOf(live)).toBe(2);
    await snapshot.close();
    await live.close();
  });

  it('holds the same versions, byte for byte, however they were cut into pages', () =>
    fc.assert(
      fc.asyncProperty(anyHistory, fc.integer({ min: 1, max: 5 }), async (versions, pageSize) => {
        const contents = await Promise.all(
          [pageSize, 1_000].map(async (size) => {
            const file = newFile();
            const store = open(file);
            await storeVersions(store, versions, size);
            const stored = Object.values(await contentsOf(new SqliteAside(file), [pastThings])).flat();
            await store.close();
            return stored;
          }),
        );
        expect(contents[0]).toEqual(contents[1]);
      }),
      { numRuns: 30 },
    ));
});
