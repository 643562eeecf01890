import { setImmediate } from 'node:timers/promises';
import { MongoLeases } from '../../../libs/read-store/mongodb/mongo-leases.js';
import type { MongoConnection } from '../../../libs/read-store/mongodb/connection.js';
import { MongoMaintenance } from '../../../libs/read-store/mongodb/mongo-maintenance.js';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import type { ReadModel } from '../../../libs/read-store/read-model.js';
import {
  CheckpointMoved,
  everything as viewer,
  ReadModelRebuilding,
  type Snapshot,
} from '../../../libs/read-store/read-store.js';
import {
  flushNext,
  flushOf,
  pastThings,
  place,
  sampleModels,
  thing,
  things,
} from '../../contracts/read-store.samples.js';
import { freshMongo, openedMongo } from './server.js';

const models = sampleModels;
const withThings = (changed: Partial<ReadModel>): readonly ReadModel[] =>
  models.map((model) => (model.name === things.name ? { ...model, ...changed } : model));
const newer = withThings({ version: 2 });
const ids = async (store: Snapshot, model: ReadModel = things) =>
  (await store.list(model, { viewer, limit: 9 })).items.map(({ _id }) => _id);

describe('generations of read models in MongoDB', () => {
  let mongo: MongoConnection;
  beforeEach(async () => {
    mongo = await freshMongo();
  });

  const open = (of = models, logIsEmpty = true) => openMongoReadStore({ mongo, models: of, logIsEmpty });
  const collections = async () => (await mongo.database.listCollections().toArray()).map(({ name }) => name).sort();
  const fillNextOf = async (maintenance: MongoMaintenance, of: readonly ReadModel[] = models) => {
    const next = await maintenance.next(of);
    const model = of.find(({ name }) => name === things.name) ?? things;
    await flushNext(next, { ...flushOf(model, [thing('new')]), checkpoint: place(9) });
    await next.makeIndexes();
    await next.close();
  };

  it('are followed by every process at once; a reading ends with the one it began with', async () => {
    const [store, elsewhere] = [await open(), await open()];
    await store.flush(flushOf(things, [thing('old')]));
    const maintenance = new MongoMaintenance({ mongo });
    await fillNextOf(maintenance);
    expect(await ids(elsewhere)).toEqual(['old']);
    await elsewhere.reading(async (snapshot) => {
      expect(await ids(snapshot)).toEqual(['old']);
      await maintenance.takeOver(models);
      expect(await ids(snapshot)).toEqual(['old']);
    });
    expect([await ids(elsewhere), await ids(store)]).toEqual([['new'], ['new']]);
    expect([...(await elsewhere.load(things, ['old', 'new'])).keys()]).toEqual(['new']);
    expect(await elsewhere.checkpoint('projections')).toBe(place(9));
  });

  it('are dropped when they are not served any more, after a time', async () => {
    const store = await open();
    await store.flush(flushOf(things, [thing('old')]));
    const maintenance = new MongoMaintenance({ mongo, graceMs: 1 });
    await fillNextOf(maintenance);
    expect(await collections()).toEqual(expect.arrayContaining(['rows_things_1', 'rows_things_2']));
    await maintenance.takeOver(models);
    while ((await collections()).some((name) => name.endsWith('_1'))) await setImmediate();
    expect(await ids(store)).toEqual(['new']);
  });

  it('begin again where what was begun is of other models', async () => {
    await open();
    const maintenance = new MongoMaintenance({ mongo });
    await fillNextOf(maintenance);
    expect(await ids(await maintenance.next(models))).toEqual(['new']);
    const next = await maintenance.next(newer);
    expect(await next.checkpoint('projections')).toBeUndefined();
    expect(await ids(next, newer[0])).toEqual([]);
  });

  it('are replaced by who is in charge of the projections, and by nobody else', async () => {
    const store = await open();
    await store.flush(flushOf(things, [thing('old')]));
    const [one, other] = [new MongoLeases({ mongo }), new MongoLeases({ mongo })];
    const lease = await one.take({ name: 'worker', readers: ['projections'] }, new AbortController().signal);
    await fillNextOf(new MongoMaintenance({ mongo }));
    const takingOver = new MongoMaintenance({ mongo, leases: other }).takeOver(models);
    await expect(takingOver).rejects.toThrow(CheckpointMoved);
    expect(await ids(store)).toEqual(['old']);
    await new MongoMaintenance({ mongo, leases: one }).takeOver(models);
    expect(await ids(store)).toEqual(['new']);
    await lease?.release();
  });

  it('are older from the first flush of newer code, not from its opening', async () => {
    const before = await open();
    await before.flush(flushOf(things, [thing('t1')]));
    const after = await open(newer, false);
    const states = async (of: readonly ReadModel[]) => (await new MongoMaintenance({ mongo }).states(of)).get('things');
    expect([await states(models), await states(newer)]).toEqual(['current', 'older']);
    await flushNext(before, { ...flushOf(things, [thing('t2')]), checkpoint: place(2) });
    expect(await ids(after, newer[0])).toEqual(['t1', 't2']);

    await flushNext(after, { ...flushOf(pastThings, []), checkpoint: place(3) });
    expect([await states(models), await states(newer)]).toEqual(['older', 'older']);
    const late = flushNext(before, { ...flushOf(things, [thing('t3')]), checkpoint: place(4) });
    await expect(late).rejects.toThrow(CheckpointMoved);
    expect(await ids(before)).toEqual(['t1', 't2']);
  });

  it('are told of, in a line, where something is to be made again', async () => {
    const said: string[] = [];
    const database = mongo.database.databaseName;
    const told = await openedMongo({ database, onNotice: (line) => said.push(line) });
    const empty = await openMongoReadStore({ mongo: told, models });
    await expect(ids(empty)).rejects.toThrow(ReadModelRebuilding);
    await open();
    await openMongoReadStore({ mongo: told, models });
    await openMongoReadStore({ mongo: told, models: newer });
    expect(said).toEqual([
      `MongoDB at ${told.place} has no read models: it is rebuilt from the log. Until then all lists and reports answer 503.`,
      `MongoDB at ${told.place} has read models of another version: it is rebuilt from the log. Until then things answer with older rows.`,
    ]);
  });

  it('leave nothing of stores that are thrown away, not even of one that was killed a day ago', async () => {
    await open();
    const maintenance = new MongoMaintenance({ mongo });
    const scratch = async () => (await collections()).filter((name) => name.startsWith('scratch'));
    const [left, made] = [await maintenance.scratch(models), await maintenance.scratch(models)];
    for (const store of [left, made]) await store.flush(flushOf(things, [thing('t1')]));
    const both = (await scratch()).length;
    await made.close();
    expect((await scratch()).length).toBe(both / 2);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await mongo.collection('catalog').updateMany({ _id: /^scratch_/ }, { $set: { since: yesterday } });
    await (await maintenance.scratch(models)).close();
    expect(await scratch()).toEqual([]);
  });
});
