import type { MongoConnection } from '../../../libs/read-store/mongodb/connection.js';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import { everything, ReadStoreUnavailable, type ReadStore } from '../../../libs/read-store/read-store.js';
import { flushOf, place, sampleModels, thing, things } from '../../contracts/read-store.samples.js';
import { gateTo } from './gate.js';
import { mongoUrl, openedMongo } from './server.js';

/** Of MongoDB's own codes. */
const code = { writeConflict: 112, notWritablePrimary: 10107, shutdownInProgress: 91, maxTimeExpired: 50 };
const [transient, unknownCommit] = ['TransientTransactionError', 'UnknownTransactionCommitResult'];

/** What a server does to its clients on a bad day; the fail points are MongoDB's, for a server that is started with test commands. */
describe('a flush into MongoDB', () => {
  let mongo: MongoConnection;
  let store: ReadStore;

  const failing = (mode: 'off' | 'alwaysOn' | { times: number }, data: object = {}) =>
    mongo.client.db('admin').command({ configureFailPoint: 'failCommand', mode, data });
  const open = async (patienceMs?: number) => {
    mongo = await openedMongo(patienceMs === undefined ? {} : { patienceMs });
    store = await openMongoReadStore({ mongo, models: sampleModels, logIsEmpty: true });
  };
  const stored = async () => [await store.checkpoint('projections'), (await store.load(things, ['t1'])).size];
  const flush = () => store.flush(flushOf(things, [thing('t1')]));

  afterEach(() => failing('off'));

  it.each([
    ['write conflicts', { failCommands: ['insert'], errorCode: code.writeConflict, errorLabels: [transient] }],
    ['another primary', { failCommands: ['update'], errorCode: code.notWritablePrimary, errorLabels: [transient] }],
    ['a connection closed at the commit', { failCommands: ['commitTransaction'], closeConnection: true }],
    [
      'commits of unknown outcome',
      { failCommands: ['commitTransaction'], errorCode: code.shutdownInProgress, errorLabels: [unknownCommit] },
    ],
    [
      'commits that are not yet on a majority',
      {
        failCommands: ['commitTransaction'],
        writeConcernError: { code: code.shutdownInProgress, errmsg: 'on its way' },
      },
    ],
  ])('is stored once after %s, twice in a row', async (_case, data) => {
    await open();
    await failing({ times: 2 }, data);
    await flush();
    expect(await stored()).toEqual([place(1), 1]);
  });

  it('finds in the checkpoint that it was stored, when no answer to its commit comes', async () => {
    await open(500);
    await failing('alwaysOn', {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: code.shutdownInProgress, errmsg: 'lost' },
      errorLabels: [unknownCommit],
    });
    await flush();
    await failing('off');
    expect(await stored()).toEqual([place(1), 1]);
  });

  it('leaves nothing, and says so, when the server never commits; the same flush is stored later', async () => {
    await open(500);
    await failing('alwaysOn', {
      failCommands: ['commitTransaction'],
      errorCode: code.maxTimeExpired,
      errorLabels: [unknownCommit],
    });
    await expect(flush()).rejects.toThrow(ReadStoreUnavailable);
    await failing('off');
    expect(await stored()).toEqual([undefined, 0]);
    await flush();
    expect(await stored()).toEqual([place(1), 1]);
  });

  it('leaves nothing of a fault in its midst', async () => {
    await open();
    await failing({ times: 1 }, { failCommands: ['insert'], errorCode: 8 });
    await expect(flush()).rejects.toThrow(ReadStoreUnavailable);
    expect(await stored()).toEqual([undefined, 0]);
  });
});

describe('questions to MongoDB', () => {
  it('do not wait for a server that is frozen, and are answered when it goes on', async () => {
    const mongo = await openedMongo({ patienceMs: 300 });
    const store = await openMongoReadStore({ mongo, models: sampleModels, logIsEmpty: true });
    const admin = mongo.client.db('admin');
    const data = { failCommands: ['find'], blockConnection: true, blockTimeMS: 3_000 };
    await admin.command({ configureFailPoint: 'failCommand', mode: 'alwaysOn', data });
    try {
      await expect(store.checkpoint('projections')).rejects.toThrow(ReadStoreUnavailable);
      await expect(store.list(things, { viewer: everything, limit: 1 })).rejects.toThrow(ReadStoreUnavailable);
    } finally {
      await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
    }
    expect(await store.checkpoint('projections')).toBeUndefined();
  });

  it('are refused while the server is away, and answered when it is back', async () => {
    const gate = await gateTo(mongoUrl());
    const mongo = await openedMongo({ url: gate.url, selectionMs: 300 });
    const store = await openMongoReadStore({ mongo, models: sampleModels, logIsEmpty: true });
    await store.flush(flushOf(things, [thing('t1')]));
    gate.shut();
    await expect(store.load(things, ['t1'])).rejects.toThrow(ReadStoreUnavailable);
    await expect(store.list(things, { viewer: everything, limit: 1 })).rejects.toThrow(ReadStoreUnavailable);
    const next = { ...flushOf(things, [thing('t2')]), after: place(1), checkpoint: place(2) };
    await expect(store.flush(next)).rejects.toThrow(ReadStoreUnavailable);
    gate.open();
    await store.flush(next);
    expect((await store.load(things, ['t1', 't2'])).size).toBe(2);
    await mongo.database.dropDatabase();
    await mongo.close();
    await gate.close();
  });
});
