import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flushOf, place, sampleModels, thing, things } from '../../../test/contracts/read-store.samples.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import type { ReadModel } from '../read-model.js';
import { everything, ReadModelRebuilding } from '../read-store.js';
import { modelsInState, type ModelState } from '../read-store-maintenance.js';
import { openFillingStore } from './filling-store.js';
import { SqliteDatabase } from './database.js';
import { openServedStore } from './served-store.js';
import { openSqliteReadStore, type SqliteReadStore } from './sqlite-read-store.js';

const list = (store: SqliteReadStore, model: ReadModel) => store.list(model, { viewer: everything, limit: 9 });
const withThings = (changed: Partial<ReadModel>): readonly ReadModel[] =>
  sampleModels.map((model) => (model.name === things.name ? { ...model, ...changed } : model));

/** A file with one thing in it, made by this code. */
async function made(): Promise<string> {
  const file = join(tempFolder(), 'read.db');
  const store = openSqliteReadStore({ file, models: sampleModels });
  await store.flush(flushOf(things, [thing('t1')]));
  await store.close();
  return file;
}

async function served(file: string, models: readonly ReadModel[], logIsEmpty = false) {
  const said: string[] = [];
  const store = await openServedStore({ file, models, logIsEmpty, onNotice: (line) => said.push(line) });
  const names = (state: ModelState) => modelsInState(state, store.statesOf(models), models).map(({ name }) => name);
  return { store, said, names };
}

const others = sampleModels.map(({ name }) => name).filter((name) => name !== things.name);

describe('the store that is served', () => {
  it('is as it was when nothing has changed, in silence', async () => {
    const { store, said, names } = await served(await made(), sampleModels);
    expect([names('older'), names('nothing'), said]).toEqual([[], [], []]);
    expect((await list(store, things)).items).toEqual([thing('t1')]);
    expect(await store.checkpoint('projections')).toBe(place(1));
    await store.close();
  });

  it.each([
    ['another version', { version: 2 }],
    ['fewer fields', { fields: Object.fromEntries(Object.entries(things.fields).slice(1)), indexes: [] }],
    ['other indexes', { indexes: [] }],
    ['no text to search in', { search: [] }],
    ['no custom fields', { custom: false }],
  ])('answers with older rows for a model of %s, and goes on with the others', async (_case, changed) => {
    const models = withThings(changed);
    const { store, said, names } = await served(await made(), models);
    expect([names('older'), names('nothing'), names('current')]).toEqual([[things.name], [], others]);
    expect(said).toEqual([expect.stringMatching(/is of another version: .* things answer with older rows\.$/)]);
    expect((await list(store, things)).items).toEqual([thing('t1')]);
    await store.close();
  });

  it.each([
    ['a field that was not there', { fields: { ...things.fields, owner: 'text' } }],
    ['a field of another type', { fields: { ...things.fields, [Object.keys(things.fields)[0] ?? '']: 'instant' } }],
    ['other text to search in', { search: ['name'] }],
    ['another name', { name: 'others' }],
  ] as const)('refuses to answer for a model with %s', async (_case, changed) => {
    const models = withThings(changed);
    const { store, names } = await served(await made(), models);
    const changedModel = models.find(({ name }) => !others.includes(name)) ?? things;
    expect([names('older'), names('nothing')]).toEqual([[], [changedModel.name]]);
    const answers = await Promise.allSettled([
      list(store, changedModel),
      store.lastSequence(changedModel),
      store.load(changedModel, ['t1']),
      store.get(changedModel, 't1', everything),
      store.group(changedModel, { viewer: everything, groupBy: [], sums: [] }),
    ]);
    const reasons = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as unknown) : answer));
    expect(reasons.filter((reason) => !(reason instanceof ReadModelRebuilding))).toEqual([]);
    await store.close();
  });

  it('says so in the file: the code that made the rows does not take them for current any more', async () => {
    const file = await made();
    await (await served(file, withThings({ version: 2 }))).store.close();
    const { store, names } = await served(file, sampleModels);
    expect(names('older')).toEqual([things.name]);
    expect((await list(store, things)).items).toEqual([thing('t1')]);
    await store.close();
  });

  it('answers for all again once another file has taken its place, which keeps what processes had', async () => {
    const file = await made();
    const models = withThings({ version: 2 });
    const { store, names } = await served(file, models);
    await store.flush({ reader: 'a process', after: undefined, checkpoint: place(7), changes: [], documents: [] });
    const next = openFillingStore(`${file}.next`, models);
    await next.flush(flushOf(things, [thing('new')]));
    await next.close();
    await store.replaceWith(`${file}.next`, models);
    expect([names('older'), names('current').length]).toEqual([[], models.length]);
    expect((await list(store, things)).items).toEqual([thing('new')]);
    expect(await store.checkpoint('a process')).toBe(place(7));
    await store.close();
  });

  it.each([
    ['no file', false, /was missing/],
    ['no database', true, /was damaged/],
  ])('has nothing to answer from where there is %s, until it is made', async (_case, isThere, line) => {
    const file = join(tempFolder(), 'read.db');
    if (isThere) writeFileSync(file, 'no database '.repeat(1_000));
    const { store, said, names } = await served(file, sampleModels);
    expect(names('nothing')).toHaveLength(sampleModels.length);
    expect(said).toEqual([expect.stringMatching(line)]);
    await store.close();
    const again = await served(file, sampleModels);
    expect(again.names('nothing')).toHaveLength(sampleModels.length);
    await again.store.close();
  });

  it.each([
    ['a row', '_doc'],
    ['a column', Object.keys(things.fields).find((field) => things.fields[field] === 'text') ?? ''],
  ])(
    'is rebuilt after two starts that ended without closing when %s is no text, which ends the process',
    async (_case, column) => {
      const file = await made();
      const database = new SqliteDatabase(file, 'WAL');
      database.exec(`UPDATE rows_things SET ${column} = CAST(x'80ff' AS TEXT)`);
      database.close();
      const lines: string[][] = [];
      for (let start = 0; start < 3; start += 1) lines.push([...(await served(file, sampleModels)).said]);
      expect(lines).toEqual([[], [], [expect.stringMatching(/was damaged: it is rebuilt/)]]);
    },
  );

  it('stays as it is after many starts that ended without closing, when all is text', async () => {
    const file = await made();
    for (let start = 0; start < 4; start += 1) expect((await served(file, sampleModels)).said).toEqual([]);
    const { store } = await served(file, sampleModels);
    expect((await list(store, things)).items).toEqual([thing('t1')]);
    await store.close();
    expect(existsSync(`${file}.open`)).toBe(false);
  });

  it('is empty, not missing, where nothing was ever recorded', async () => {
    const { store, said, names } = await served(join(tempFolder(), 'read.db'), sampleModels, true);
    expect([names('nothing'), said]).toEqual([[], []]);
    expect((await list(store, things)).items).toEqual([]);
    await store.close();
  });
});
