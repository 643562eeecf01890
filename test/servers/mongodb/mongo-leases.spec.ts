import type { HeldLease, Lease } from '../../../libs/read-store/leases.js';
import type { MongoConnection } from '../../../libs/read-store/mongodb/connection.js';
import { MongoLeases } from '../../../libs/read-store/mongodb/mongo-leases.js';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import { CheckpointMoved, everything, type ReadStore } from '../../../libs/read-store/read-store.js';
import { entries, flushOf, place, sampleModels, thing, things } from '../../contracts/read-store.samples.js';
import { freshMongo, openedMongo } from './server.js';

const lease: Lease = { name: 'projections', readers: ['projections', 'a process'] };
const quick = { beatEveryMs: 20, takeOverAfterMs: 1_000 };
const never = new AbortController().signal;

const leasesOf = (mongo: MongoConnection, holder: string, options: Partial<typeof quick> = {}) =>
  new MongoLeases({ mongo, holder, ...quick, ...options });

async function held(leases: MongoLeases, name = lease): Promise<HeldLease> {
  const taken = await leases.take(name, never);
  if (taken === undefined) throw new TypeError('Nothing aborts.');
  return taken;
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

describe('leases in MongoDB', () => {
  let mongo: MongoConnection;
  beforeEach(async () => {
    mongo = await freshMongo();
  });

  it('are held by one, who is named, until it releases them: another has them at once', async () => {
    const [one, other] = [leasesOf(mongo, 'one'), leasesOf(mongo, 'other', { takeOverAfterMs: 3_600_000 })];
    expect(await one.holderOf(lease.name)).toBeUndefined();
    const first = await held(one);
    const waiting = held(other);
    expect(await other.holderOf(lease.name)).toBe('one');
    expect([one.tokenOf('projections'), one.tokenOf('a process'), one.tokenOf('another')]).toEqual([1, 1, null]);
    await first.release();
    const second = await waiting;
    expect(await one.holderOf(lease.name)).toBe('other');
    expect(other.tokenOf('projections')).toBe(2);
    expect(second.lost.aborted).toBe(false);
    await second.release();
    expect(await one.holderOf(lease.name)).toBeUndefined();
  });

  it('are not waited for any longer when the signal aborts', async () => {
    const first = await held(leasesOf(mongo, 'one'));
    const stop = new AbortController();
    const waiting = leasesOf(mongo, 'other').take(lease, stop.signal);
    stop.abort();
    expect(await waiting).toBeUndefined();
    await first.release();
  });

  it('go to one of many who ask at once', async () => {
    const stop = new AbortController();
    const many = ['a', 'b', 'c', 'd', 'e'].map((holder) => leasesOf(mongo, holder, { takeOverAfterMs: 3_600_000 }));
    const asked = many.map((leases) => leases.take(lease, stop.signal));
    const first = await Promise.race(asked);
    stop.abort();
    expect((await Promise.all(asked)).filter((taken) => taken !== undefined)).toEqual([first]);
    await first?.release();
  });

  it('are followed when their holder was killed', async () => {
    const killed = await openedMongo({ database: mongo.database.databaseName });
    const first = await held(leasesOf(killed, 'killed'));
    await killed.close();
    const other = leasesOf(mongo, 'other');
    const second = await held(other);
    expect(await other.holderOf(lease.name)).toBe('other');
    await aborted(first.lost);
    await second.release();
  });

  it('are lost by a holder that another has followed, who is told so', async () => {
    const first = await held(leasesOf(mongo, 'one', { beatEveryMs: 3_000, takeOverAfterMs: 3_600_000 }));
    const second = await held(leasesOf(mongo, 'other', { takeOverAfterMs: 2_000 }));
    await aborted(first.lost);
    expect(second.lost.aborted).toBe(false);
    await second.release();
  });

  it('keep what was stored of their readers', async () => {
    const store = await openMongoReadStore({ mongo, models: sampleModels, logIsEmpty: true });
    await store.flush(flushOf(things, [thing('t1')]));
    const first = await held(leasesOf(mongo, 'one'));
    expect([await store.checkpoint('projections'), await store.checkpoint('a process')]).toEqual([place(1), undefined]);
    await first.release();
  });
});

describe('a flush of a process with leases', () => {
  let mongo: MongoConnection;
  const storeOf = (leases: MongoLeases): Promise<ReadStore> =>
    openMongoReadStore({ mongo, models: sampleModels, leases, logIsEmpty: true });

  beforeEach(async () => {
    mongo = await freshMongo();
  });

  it('is refused from the moment at which another is in charge, whoever stored the checkpoint', async () => {
    const asleep = { beatEveryMs: 3_600_000, takeOverAfterMs: 7_200_000 };
    const [one, other] = [leasesOf(mongo, 'one', asleep), leasesOf(mongo, 'other')];
    const [paused, store] = [await storeOf(one), await storeOf(other)];
    const first = await held(one);
    await paused.flush(flushOf(things, [thing('t1')]));
    const second = await held(other);
    expect(first.lost.aborted).toBe(false);

    const late = { ...flushOf(things, [thing('t2')]), after: place(1), checkpoint: place(2) };
    await expect(paused.flush(late)).rejects.toThrow(CheckpointMoved);
    await expect(paused.flush({ ...late, reader: 'a process', after: undefined })).rejects.toThrow(CheckpointMoved);
    await store.flush(late);
    expect(await store.checkpoint('projections')).toBe(place(2));
    await second.release();
  });

  it('is refused of who was never in charge of a reader that somebody is', async () => {
    const first = await held(leasesOf(mongo, 'one'));
    const store = await storeOf(leasesOf(mongo, 'stranger'));
    await expect(store.flush(flushOf(things, [thing('t1')]))).rejects.toThrow(CheckpointMoved);
    await store.flush({ ...flushOf(things, []), reader: 'nobody is in charge of it' });
    await first.release();
  });

  it('is stored once, of two that race over sixty pages: the numbers follow each other', async () => {
    const stores = [await storeOf(leasesOf(mongo, 'one')), await storeOf(leasesOf(mongo, 'other'))];
    let refused = 0;
    const race = async (store: ReadStore) => {
      for (let last = await store.lastSequence(entries); last < 60; last = await store.lastSequence(entries)) {
        const sequence = last + 1;
        const entry = { _id: String(sequence), sequence };
        const after = last === 0 ? undefined : place(last);
        const changes = flushOf(entries, [entry]).changes.map((each) => ({ ...each, lastSequence: sequence }));
        await store
          .flush({ reader: 'projections', after, checkpoint: place(sequence), changes, documents: [] })
          .catch((error: unknown) => {
            if (!(error instanceof CheckpointMoved)) throw error;
            refused += 1;
          });
      }
    };
    await Promise.all(stores.map(race));
    const { items } = await (stores[0] as ReadStore).list(entries, {
      viewer: everything,
      limit: 100,
      sort: [{ field: 'sequence', descending: false }],
    });
    expect(items.map(({ _id }) => Number(_id))).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(refused).toBeGreaterThan(0);
  });
});
