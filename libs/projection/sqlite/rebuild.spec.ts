import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EventLog } from '../../event-log/event-log.js';
import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import type { ReadModel } from '../../read-store/read-model.js';
import { everything } from '../../read-store/read-store.js';
import { SqliteDatabase } from '../../read-store/sqlite/database.js';
import { SqliteSnapshot } from '../../read-store/sqlite/snapshot.js';
import { openSqliteReadStore } from '../../read-store/sqlite/sqlite-read-store.js';
import { fixedClock, type FixedClock } from '../../testing/log/fixed-clock.js';
import { tempFolder } from '../../testing/log/temp-folder.js';
import {
  anySteps,
  appendSteps,
  cardModels,
  cards,
  deleted,
  feed,
  moved,
  opened,
  step,
  tagged,
  tags,
  type Step,
} from '../../testing/projection/cards.js';
import { Projector } from '../projector.js';
import { fillBeside } from './fill-beside.js';
import { rebuild } from './rebuild.js';
import { replayTo } from './replay-to.js';
import { verify } from './verify.js';

const newFile = () => join(tempFolder(), 'read.db');
const someSteps = [
  step('c1', opened()),
  step('c1', moved('todo')),
  step('c2', opened()),
  step('c2', tagged('red')),
  step('c1', deleted()),
];

describe('a rebuild', () => {
  let clock: FixedClock;
  let log: EventLog;

  beforeEach(() => {
    clock = fixedClock();
    log = new MemoryEventLog(clock);
  });
  afterEach(() => log.close());

  const append = (...steps: readonly Step[]) => appendSteps(log, clock, steps);
  const running = async (file: string, models = cardModels) => {
    const store = openSqliteReadStore({ file, models });
    const projector = new Projector({ log, store, models, clock });
    projector.start();
    await projector.waitUntilCaughtUp();
    return { store, projector, close: () => projector.stop().then(() => store.close()) };
  };

  it(
    'gives the same rows and versions as projecting live, byte for byte',
    () =>
      fc.assert(
        fc.asyncProperty(
          anySteps,
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 9 }),
          async (steps, livePages, rebuiltPages) => {
            const time = fixedClock();
            const events = new MemoryEventLog(time);
            const file = newFile();
            const store = openSqliteReadStore({ file, models: cardModels });
            const projector = new Projector({
              log: events,
              store,
              models: cardModels,
              clock: time,
              pageSize: livePages,
            });
            projector.start();
            await appendSteps(events, time, steps);
            await projector.waitUntilCaughtUp();
            await projector.stop();
            expect(await projector.parked()).toEqual([]);
            await fillBeside({ log: events, file: `${file}.2`, models: cardModels, pageSize: rebuiltPages });

            const [live, rebuilt] = [new SqliteSnapshot(file), new SqliteSnapshot(`${file}.2`)];
            for (const model of cardModels) {
              expect([...rebuilt.rows(model)]).toEqual([...live.rows(model)]);
              expect([...rebuilt.versions(model)]).toEqual([...live.versions(model)]);
            }
            live.close();
            rebuilt.close();
            await store.close();
          },
        ),
        { numRuns: 25 },
      ),
    60_000,
  );

  it('takes the place of the live store while queries and commands go on', async () => {
    await append(...someSteps);
    const { store, projector, close } = await running(newFile());
    await rebuild({
      log,
      live: store,
      projector,
      models: cardModels,
      fill: async (file) => {
        await fillBeside({ log, file, models: cardModels, pageSize: 2 });
        await append(step('c3', opened()), step('c3', moved('done')));
        await projector.waitUntilCaughtUp();
        expect(await store.get(cards, 'c3', everything)).toMatchObject({ column: 'done' });
      },
    });
    expect(await store.get(cards, 'c3', everything)).toMatchObject({ column: 'done' });
    expect(await store.lastSequence(feed)).toBe(4);

    await append(step('c3', moved('later')));
    await projector.waitUntilCaughtUp();
    expect(await store.get(cards, 'c3', everything)).toMatchObject({ column: 'later', points: 2 });
    expect((await verify({ log, file: store.file, models: cardModels })).equal).toBe(true);
    await close();
  });

  it('goes on from its own checkpoint after it was killed', async () => {
    await append(...someSteps);
    const file = newFile();
    const killed = new Error('killed');
    let pages = 0;
    const onProgress = () => {
      pages += 1;
      if (pages === 2) throw killed;
    };
    await expect(fillBeside({ log, file, models: cardModels, pageSize: 1, onProgress })).rejects.toBe(killed);
    await fillBeside({ log, file, models: cardModels, pageSize: 1, onProgress });
    expect(pages).toBe(someSteps.length);
  });

  it('begins anew beside a file of another log', async () => {
    const file = newFile();
    await append(...someSteps);
    await fillBeside({ log, file, models: cardModels });
    const other = new MemoryEventLog(clock);
    await appendSteps(other, clock, [step('c9', opened())]);
    await fillBeside({ log: other, file, models: cardModels });
    const store = openSqliteReadStore({ file, models: cardModels });
    expect((await store.list(cards, { viewer: everything, limit: 9 })).items).toHaveLength(1);
    await store.close();
  });

  it('stops at a poison event, and leaves the live store alone', async () => {
    await append(...someSteps);
    const { store, projector, close } = await running(newFile());
    const fails = (): never => {
      throw new Error('Cannot take this.');
    };
    const models: readonly ReadModel[] = [{ ...cards, on: { ...cards.on, CardMoved: fails } }];
    const fill = (file: string) => fillBeside({ log, file, models });
    await expect(rebuild({ log, live: store, projector, models, fill })).rejects.toThrow(
      'cards cannot take CardMoved of card-c1',
    );
    expect(await store.get(cards, 'c2', everything)).toBeDefined();
    await close();
  });
});

describe('verify', () => {
  const clock = fixedClock();
  const log = new MemoryEventLog(clock);
  const file = newFile();
  const store = openSqliteReadStore({ file, models: cardModels });
  const projector = new Projector({ log, store, models: cardModels, clock, pageSize: 2 });

  beforeAll(async () => {
    await appendSteps(log, clock, someSteps);
    projector.start();
    await projector.waitUntilCaughtUp();
    await projector.stop();
    // Not projected yet: the comparison ends where the live store stands.
    await appendSteps(log, clock, [step('c2', moved('done'))]);
  });
  afterAll(() => store.close());

  it('finds a running store equal to a rebuild up to its position', async () => {
    expect(await verify({ log, file, models: cardModels })).toEqual({ equal: true, rows: 7, differences: [] });
    expect(existsSync(file.replace('.db', '.verify.db'))).toBe(false);
  });

  it('names each row and version that is not the same', async () => {
    const hand = new SqliteDatabase(file, 'WAL');
    hand.exec(
      `UPDATE rows_tags SET _doc = '{}' WHERE _id = 'red'; DELETE FROM versions_cards WHERE _version = 1; INSERT INTO rows_tags (_id, _doc) VALUES ('ink', '{}')`,
    );
    hand.close();
    const { equal, differences } = await verify({ log, file, models: cardModels });
    expect(equal).toBe(false);
    expect(differences.map(({ model, id, live, rebuilt }) => [model, id, live === null, rebuilt === null])).toEqual([
      ['cards', 'c1', true, false],
      ['tags', 'ink', false, true],
      ['tags', 'red', false, false],
    ]);
  });
});

describe('a replay to a point in time', () => {
  it('gives a model without history as it was, and as it was known', async () => {
    const clock = fixedClock();
    const log = new MemoryEventLog(clock);
    await appendSteps(log, clock, [step('c1', tagged('red')), step('c2', tagged('red', 'blue'))]);
    const then = clock.now();
    await appendSteps(log, clock, [
      step('c1', tagged('red')),
      { ...step('c3', tagged('red')), seconds: 100, late: true },
    ]);

    const used = async (store: { load: typeof replayed.load }) => (await store.load(tags, ['red'])).get('red')?.used;
    const replayed = await replayTo(log, [tags], { asOf: then });
    expect(await used(replayed)).toBe(2);
    await replayed.close();
    const now = await replayTo(log, [tags], {});
    expect(await used(now)).toBe(4);
    await now.close();
    const known = await replayTo(log, [tags], { knownAt: then });
    expect(await used(known)).toBe(2);
    await known.close();
  });
});
