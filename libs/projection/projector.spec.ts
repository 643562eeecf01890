import { setImmediate } from 'node:timers/promises';
import { MemoryEventLog } from '../event-log/memory/memory-event-log.js';
import { LogUnavailable, PositionUnknown, type EventLog, type Position } from '../event-log/event-log.js';
import { pagesToEnd } from '../event-log/pages-to-end.js';
import { CheckpointMoved, everything } from '../read-store/read-store.js';
import { openSqliteReadStore, type SqliteReadStore } from '../read-store/sqlite/sqlite-read-store.js';
import type { ReadModel } from '../read-store/read-model.js';
import { fixedClock, type FixedClock } from '../testing/log/fixed-clock.js';
import {
  appendSteps,
  cardModels,
  cards,
  feed,
  moved,
  opened,
  step,
  tagged,
  tags,
  type Step,
} from '../testing/projection/cards.js';
import { reactionTo } from '../read-store/reaction.js';
import type { Parked } from './parked.js';
import { Projector, type ProjectorOptions } from './projector.js';

describe('the projector', () => {
  let clock: FixedClock;
  let log: EventLog;
  let store: SqliteReadStore;
  let projectors: Projector[];

  beforeEach(() => {
    clock = fixedClock();
    log = new MemoryEventLog(clock);
    store = openSqliteReadStore({ file: ':memory:', models: cardModels });
    projectors = [];
  });
  afterEach(async () => {
    await Promise.all(projectors.map((each) => each.stop()));
    await log.close();
    await store.close();
  });

  const projector = (change: Partial<ProjectorOptions> = {}): Projector => {
    const made = new Projector({ log, store, models: cardModels, clock, ...change });
    projectors.push(made);
    return made;
  };
  const append = (...steps: readonly Step[]) => appendSteps(log, clock, steps);
  const card = (id: string) => store.get(cards, id, everything);

  it('projects what is in the log, and then what comes', async () => {
    await append(step('c1', opened('One')), step('c1', moved('todo')));
    const running = projector();
    running.start();
    await running.waitUntilCaughtUp();
    expect(await card('c1')).toEqual({ _id: 'c1', title: 'One', column: 'todo', points: 1 });

    const appended = await append(step('c1', moved('done')), step('c2', opened('Two')));
    expect(await running.waitFor(appended?.position ?? ('' as Position), 1_000)).toBe(true);
    expect(await card('c1')).toMatchObject({ column: 'done', points: 2 });
    expect(await card('c2')).toMatchObject({ title: 'Two' });
    expect(await running.position()).toBe(await log.head());
  });

  it('hands over a page while the one before it is stored, and no further one', async () => {
    await append(...['c1', 'c2', 'c3', 'c4'].map((id) => step(id, opened())));
    const given: Position[] = [];
    const stored: (() => void)[] = [];
    const writer = {
      position: undefined,
      apply: (_events: unknown, checkpoint: Position) =>
        new Promise<readonly Parked[]>((resolve) => {
          given.push(checkpoint);
          stored.push(() => resolve([]));
        }),
    };
    const writers = { resume: () => Promise.resolve(writer), exclusively: <T>(work: () => Promise<T>) => work() };
    const running = projector({ writers, pageSize: 1 });
    running.start();
    while (given.length < 2) await setImmediate();
    await setImmediate();
    expect(given).toHaveLength(2);
    expect(await running.position()).toBeUndefined();
    stored[0]?.();
    while (given.length < 3) await setImmediate();
    expect(await running.position()).toBe(given[0]);
    for (const done of stored) done();
    while (given.length < 4) await setImmediate();
    stored[3]?.();
    await running.waitUntilCaughtUp();
  });

  it('goes on from its checkpoint', async () => {
    const first = projector();
    first.start();
    await append(step('c1', opened()), step('c1', moved('todo', 5)));
    await first.waitUntilCaughtUp();
    await first.stop();
    await append(step('c1', moved('done', 5)));

    const second = projector();
    second.start();
    await second.waitUntilCaughtUp();
    expect(await card('c1')).toMatchObject({ column: 'done', points: 10 });
    expect(await store.lastSequence(feed)).toBe(1);
  });

  it('numbers sequenced rows without a gap', async () => {
    await append(...['c1', 'c2', 'c3', 'c4', 'c5'].map((id) => step(id, opened())));
    const running = projector({ pageSize: 2 });
    running.start();
    await running.waitUntilCaughtUp();
    const { items } = await store.list(feed, {
      viewer: everything,
      limit: 9,
      sort: [{ field: 'sequence', descending: false }],
    });
    expect(items.map(({ _id, sequence, stream }) => [_id, sequence, stream])).toEqual(
      ['c1', 'c2', 'c3', 'c4', 'c5'].map((id, index) => [String(index + 1), index + 1, `card-${id}`]),
    );
  });

  describe('read your writes', () => {
    it('says when a position was not reached in time', async () => {
      const appended = await append(step('c1', opened()));
      const behind = projector({
        store: replacing(store, { flush: () => new Promise<void>(() => undefined) }),
        wait: immediately,
      });
      behind.start();
      expect(await behind.waitFor(appended?.position ?? ('' as Position), 50)).toBe(false);
      projectors = [];
    });

    it('refuses a position of another log', async () => {
      await append(step('c1', opened()));
      const running = projector();
      running.start();
      await running.waitUntilCaughtUp();
      await expect(running.waitFor('another:1' as Position, 50)).rejects.toThrow(PositionUnknown);
    });

    it('does not wait for a projector that is stopped', async () => {
      const appended = await append(step('c1', opened()));
      const stopped = projector();
      expect(await stopped.waitFor(appended?.position ?? ('' as Position), 60_000)).toBe(false);
      await expect(stopped.waitUntilCaughtUp()).rejects.toThrow('stopped');
    });
  });

  describe('when the store or the log fails', () => {
    it('waits longer each time, and goes on from the checkpoint', async () => {
      await append(step('c1', opened()), step('c1', moved('todo')), step('c1', moved('done')));
      let failures = 8;
      const flaky = replacing(store, {
        flush: (flush) => (failures-- > 0 ? Promise.reject(new Error('The disk is full.')) : store.flush(flush)),
      });
      const waited: number[] = [];
      const errors: unknown[] = [];
      const running = projector({
        store: flaky,
        onError: (error) => errors.push(error),
        wait: (millis) => {
          waited.push(millis);
          return Promise.resolve();
        },
      });
      running.start();
      await running.waitUntilCaughtUp();
      expect(waited).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000]);
      expect(errors).toHaveLength(8);
      expect(await card('c1')).toMatchObject({ column: 'done', points: 2 });
      expect((await running.status()).stuck).toBeUndefined();
    });

    it('stores no page after one that failed', async () => {
      await append(step('c1', opened()), step('c1', moved('todo', 5)), step('c1', moved('done', 5)));
      let flushes = 0;
      const failing = replacing(store, {
        flush: (flush) => (++flushes === 2 ? Promise.reject(new Error('The disk is full.')) : store.flush(flush)),
      });
      const running = projector({ store: failing, pageSize: 1, wait: immediately });
      running.start();
      await running.waitUntilCaughtUp();
      expect(await card('c1')).toMatchObject({ column: 'done', points: 10 });
      expect(flushes).toBe(4);
    });

    it('subscribes again after the subscription was lost', async () => {
      await append(step('c1', opened()), step('c1', moved('todo')));
      let lost = 2;
      const flaky = replacing(log, {
        subscribe: async function* (options) {
          for await (const page of log.subscribe(options)) {
            yield page;
            if (lost-- > 0) throw new LogUnavailable('The connection is lost.');
          }
        },
      });
      const running = projector({ log: flaky, pageSize: 1, wait: immediately });
      running.start();
      await running.waitUntilCaughtUp();
      expect(await card('c1')).toMatchObject({ column: 'todo', points: 1 });
    });

    it('goes on from where another one has brought the store, and is not stuck for that', async () => {
      await append(...['c1', 'c2', 'c3', 'c4', 'c5'].map((id) => step(id, opened())));
      const errors: unknown[] = [];
      const both = [1, 2].map((pageSize) =>
        projector({ pageSize, wait: immediately, onError: (error) => errors.push(error) }),
      );
      for (const each of both) each.start();
      await Promise.all(both.map((each) => each.waitUntilCaughtUp()));
      expect(errors.filter((error) => !(error instanceof CheckpointMoved))).toEqual([]);
      expect(errors).not.toEqual([]);
      expect((await Promise.all(both.map((each) => each.status()))).map(({ stuck }) => stuck)).toEqual([
        undefined,
        undefined,
      ]);
      expect((await store.list(feed, { viewer: everything, limit: 9 })).items).toHaveLength(5);
    });

    it('says so while it cannot go on', async () => {
      await append(step('c1', opened()));
      let failed: () => void = () => undefined;
      const failing = new Promise<void>((resolve) => (failed = resolve));
      const running = projector({
        store: replacing(store, { flush: () => Promise.reject(new Error('The disk is full.')) }),
        wait: (_millis, signal) => {
          failed();
          return untilAborted(signal);
        },
      });
      running.start();
      await failing;
      clock.advance(5_000);
      expect(await running.status()).toEqual({
        position: undefined,
        caughtUp: false,
        lagSeconds: 5,
        parked: 0,
        stuck: { since: expect.any(String) as string, message: 'The disk is full.' },
      });
    });

    it('gives up on a checkpoint that the log does not know', async () => {
      await append(step('c1', opened()));
      const checkpoint = 'another:5' as Position;
      await store.flush({ reader: 'projections', after: undefined, checkpoint, changes: [], documents: [] });
      const running = projector();
      running.start();
      await expect(running.waitUntilCaughtUp()).rejects.toThrow('not a position of this log');
      expect((await running.status()).stuck?.message).toContain('another:5');
    });
  });

  describe('status', () => {
    it('tells the lag by the oldest event that waits', async () => {
      const stopped = projector();
      expect(await stopped.status()).toEqual({ position: undefined, caughtUp: true, lagSeconds: 0, parked: 0 });
      await append(step('c1', opened()));
      clock.advance(2_000);
      await append(step('c1', moved('todo')));
      clock.advance(3_000);
      expect(await stopped.status()).toMatchObject({ caughtUp: false, lagSeconds: 6 });

      stopped.start();
      await stopped.waitUntilCaughtUp();
      expect(await stopped.status()).toEqual({ position: await log.head(), caughtUp: true, lagSeconds: 0, parked: 0 });
    });

    it('notices a subscription that brings nothing although the log goes on', async () => {
      const deaf = replacing(log, {
        subscribe: async function* (options) {
          yield* pagesToEnd(log, { after: options?.after });
          await untilAborted(options?.signal);
        },
      });
      await append(step('c1', opened()));
      const running = projector({ log: deaf });
      running.start();
      await running.waitUntilCaughtUp();
      await append(step('c1', moved('todo')));
      clock.advance(29_000);
      expect((await running.status()).stuck).toBeUndefined();
      clock.advance(2_000);
      expect((await running.status()).stuck?.message).toContain('subscription is dead');
    });
  });

  describe('a poison event', () => {
    /** The model with a reducer that fails for some events, and for the key `red` alone where it has keys. */
    const broken = (model: ReadModel, type: string, isPoison: (data: unknown) => boolean): ReadModel => {
      const reaction = reactionTo(model, type);
      if (reaction === undefined) throw new TypeError(`${model.name} does not react to ${type}.`);
      const change: typeof reaction.change = (row, event, key, others) => {
        if (isPoison(event.data) && (model !== tags || key === 'red')) throw new Error('Cannot take this.');
        return reaction.change(row, event, key, others);
      };
      return { ...model, on: { ...model.on, [type]: { keys: (event) => reaction.keys(event), change } } };
    };
    const toVoid = (data: unknown) => JSON.stringify(data).includes('void');

    it('parks itself and what follows for its key, while the rest goes on; a replay takes it up', async () => {
      await append(
        step('c1', opened()),
        step('c1', moved('void', 3)),
        step('c2', opened()),
        step('c1', moved('done', 4)),
      );
      const models = cardModels.map((model) => (model === cards ? broken(cards, 'CardMoved', toVoid) : model));
      const failing = projector({ models, pageSize: 2 });
      failing.start();
      await failing.waitUntilCaughtUp();

      expect(await failing.parked()).toEqual([
        expect.objectContaining({
          model: 'cards',
          key: 'c1',
          type: 'CardMoved',
          stream: 'card-c1',
          revision: 1,
          recordedAt: '2017-03-01T09:00:02.000Z',
          message: 'Cannot take this.',
          count: 2,
        }),
      ]);
      expect(await card('c1')).toMatchObject({ column: 'new', points: 0 });
      expect(await card('c2')).toMatchObject({ column: 'new' });
      expect((await failing.status()).parked).toBe(1);
      expect(await failing.replay('cards', 'c1')).toMatchObject({ key: 'c1', count: 2 });
      await failing.stop();

      const mended = projector();
      mended.start();
      await mended.waitUntilCaughtUp();
      await append(step('c1', moved('later', 1)));
      await mended.waitUntilCaughtUp();
      expect(await mended.parked()).toEqual([expect.objectContaining({ key: 'c1', count: 3 })]);
      expect(await mended.replay('cards', 'c1')).toBeUndefined();
      expect(await mended.parked()).toEqual([]);
      expect(await card('c1')).toMatchObject({ column: 'later', points: 8 });

      await append(step('c1', moved('end', 1)));
      await mended.waitUntilCaughtUp();
      expect(await card('c1')).toMatchObject({ column: 'end', points: 9 });
      await expect(mended.replay('cards', 'c1')).rejects.toThrow('Nothing is parked');
    });

    it('tells who watches of each page, and of each key when it begins to wait', async () => {
      const told: [string, unknown][] = [];
      const failing = projector({
        models: cardModels.map((model) => (model === cards ? broken(cards, 'CardMoved', toVoid) : model)),
        pageSize: 3,
        onParked: ({ eventId, correlationId }) => void told.push([eventId, correlationId]),
        observer: {
          projection: (events, work) => {
            told.push(['page', events.map(({ correlationId }) => correlationId)]);
            return work();
          },
        },
      });
      await append(step('c1', opened()), step('c1', moved('void', 3)), step('c1', moved('done', 4)));
      await append(step('c1', moved('end', 4)));
      failing.start();
      await failing.waitUntilCaughtUp();
      const [first, second, third, fourth] = (await log.readAll({ count: 10 })).events;
      const idsOf = (...events: (typeof first)[]) => events.map((event) => event?.metadata.correlationId);
      expect(told).toEqual([
        ['page', idsOf(first, second, third)],
        [second?.id, second?.metadata.correlationId],
        ['page', idsOf(fourth)],
      ]);
    });

    it('parks one key of several', async () => {
      await append(step('c1', tagged('red', 'green')), step('c2', tagged('red', 'blue')));
      const failing = projector({ models: [broken(tags, 'CardTagged', () => true)] });
      failing.start();
      await failing.waitUntilCaughtUp();
      expect(await failing.parked()).toEqual([expect.objectContaining({ model: 'tags', key: 'red', count: 2 })]);
      expect((await store.load(tags, ['red', 'green', 'blue'])).size).toBe(2);
    });

    it('parks a row that is not as its model declares', async () => {
      await append(step('c1', opened()), step('c2', moved('todo')));
      const running = projector();
      running.start();
      await running.waitUntilCaughtUp();
      expect(await running.parked()).toEqual([expect.objectContaining({ model: 'cards', key: 'c2' })]);
    });

    it('keeps all of a sequenced model waiting, so that its numbers stay those of the log', async () => {
      await append(step('c1', opened('void')), step('c2', opened()), step('c3', opened()));
      const failing = projector({ models: [broken(feed, 'CardOpened', toVoid)] });
      failing.start();
      await failing.waitUntilCaughtUp();
      expect(await store.lastSequence(feed)).toBe(0);
      expect(await failing.parked()).toEqual([expect.objectContaining({ model: 'feed', key: '*', count: 3 })]);
      await failing.stop();

      const mended = projector();
      await mended.replay('feed', '*');
      expect((await store.load(feed, ['1', '3'])).get('3')).toMatchObject({ sequence: 3, stream: 'card-c3' });
    });

    it('keeps all of a model waiting when it cannot tell which rows it changes', async () => {
      await append(step('c1', tagged('red')), step('c1', tagged('green', 'blue')));
      // As from an event without the field that the key is taken from.
      const keys = () => [Reflect.get({}, 'missing') as string];
      const confused: ReadModel = { ...tags, on: { CardTagged: { keys, change: () => null } } };
      const failing = projector({ models: [confused] });
      failing.start();
      await failing.waitUntilCaughtUp();
      expect(await failing.parked()).toEqual([expect.objectContaining({ model: 'tags', key: '*', count: 2 })]);
      await failing.stop();

      const mended = projector();
      expect(await mended.replay('tags', '*')).toBeUndefined();
      expect((await store.load(tags, ['red', 'green', 'blue'])).size).toBe(3);
    });
  });

  it('works while paused, and goes on from wherever the store is then', async () => {
    const running = projector();
    running.start();
    await append(step('c1', opened()));
    await running.waitUntilCaughtUp();
    await running.pausedDuring(async () => {
      await append(step('c2', opened()));
      store.reset(cardModels);
    });
    await running.waitUntilCaughtUp();
    expect(await card('c1')).toBeDefined();
    expect(await card('c2')).toBeDefined();
    expect(await store.lastSequence(feed)).toBe(2);
  });
});

const immediately = () => Promise.resolve();

const untilAborted = (signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));

/** The same object with some methods replaced. */
function replacing<T extends object>(target: T, change: Partial<T>): T {
  return new Proxy(target, {
    get: (_target, name) => {
      const value: unknown = Reflect.get(name in change ? change : target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
