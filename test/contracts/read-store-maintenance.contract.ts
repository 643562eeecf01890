import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { EventLog, Position } from '../../libs/event-log/event-log.js';
import { MemoryEventLog } from '../../libs/event-log/memory/memory-event-log.js';
import { positionOf } from '../../libs/event-log/position.js';
import { fillStore } from '../../libs/projection/fill-store.js';
import { fillNext } from '../../libs/projection/fill-whole-store.js';
import { Projector } from '../../libs/projection/projector.js';
import { ReadModelRepair } from '../../libs/projection/read-model-repair.js';
import { rebuild } from '../../libs/projection/rebuild.js';
import { replayTo } from '../../libs/projection/replay-to.js';
import { verify } from '../../libs/projection/verify.js';
import { reactionTo } from '../../libs/read-store/reaction.js';
import type { ReadModel, Row } from '../../libs/read-store/read-model.js';
import type { FillingStore, ReadStoreMaintenance } from '../../libs/read-store/read-store-maintenance.js';
import { everything, ReadModelRebuilding, type ReadStore } from '../../libs/read-store/read-store.js';
import { fixedClock, type FixedClock } from '../../libs/testing/log/fixed-clock.js';
import { contentsOf, rebuiltContents } from '../../libs/testing/projection/contents.js';
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
} from '../../libs/testing/projection/cards.js';
import { flushNext } from './read-store.samples.js';

/** A store as it is served, and what is done to the whole of it. */
export interface MaintainedStore {
  readonly store: ReadStore;
  readonly maintenance: ReadStoreMaintenance;
}

/** Opens the store of one place with what it has; where nothing was ever recorded, empty models are all there is. */
export type OpenStore = (models: readonly ReadModel[], logIsEmpty: boolean) => Promise<MaintainedStore>;

const someSteps = [
  step('c1', opened()),
  step('c1', moved('todo')),
  step('c2', opened()),
  step('c2', tagged('red')),
  step('c1', deleted()),
];

/** What rebuild, verify, repair and replay count on in every kind of read store. `makePlace` returns a place without a store. */
export function describeReadStoreMaintenance(name: string, makePlace: () => OpenStore): void {
  describe(`maintenance of ${name}`, () => {
    let clock: FixedClock;
    let log: EventLog;
    let open: OpenStore;
    const running: Projector[] = [];

    beforeEach(() => {
      clock = fixedClock();
      log = new MemoryEventLog(clock);
      open = makePlace();
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((projector) => projector.stop()));
      await log.close();
    });

    const append = (...steps: readonly Step[]) => appendSteps(log, clock, steps);

    /** Opens the store and projects into it all that is in the log. */
    async function start(models = cardModels, logIsEmpty = true) {
      const { store, maintenance } = await open(models, logIsEmpty);
      const projector = new Projector({ log, store, models, maintenance, clock });
      running.push(projector);
      projector.start();
      await projector.waitUntilCaughtUp();
      const close = () => projector.stop().then(() => store.close());
      const verified = () => verify({ log, aside: maintenance, models });
      const fill = () => fillNext(log, maintenance, models);
      return { store, maintenance, projector, close, verified, fill, parts: { log, maintenance, projector, models } };
    }
    const card = (store: ReadStore, id: string) => store.get(cards, id, everything);

    describe('a rebuild', () => {
      it(
        'has the same rows and versions as projecting live, byte for byte',
        () =>
          fc.assert(
            fc.asyncProperty(anySteps, anyPageSize, anyPageSize, async (steps, livePages, rebuiltPages) => {
              const [time, place] = [fixedClock(), makePlace()];
              const events = new MemoryEventLog(time);
              const { store, maintenance } = await place(cardModels, true);
              const parts = { log: events, store, models: cardModels, clock: time };
              const projector = new Projector({ ...parts, pageSize: livePages });
              projector.start();
              await appendSteps(events, time, steps);
              await projector.waitUntilCaughtUp();
              await projector.stop();
              expect(await projector.parked()).toEqual([]);

              const live = await contentsOf(maintenance, cardModels);
              expect(await rebuiltContents(events, maintenance, cardModels, rebuiltPages)).toEqual(live);
              expect(await rebuiltContents(events, maintenance, cardModels)).toEqual(live);
              await store.close();
            }),
            { numRuns: 15 },
          ),
        60_000,
      );

      it('takes over while queries and commands go on', async () => {
        await append(...someSteps);
        const { store, projector, parts, fill, verified, close } = await start();
        await flushNext(store, { reader: 'a process', checkpoint: await headOf(log), changes: [], documents: state });
        let answers = 0;
        const readers = new AbortController();
        const reading = async () => {
          for (; !readers.signal.aborted; answers += 1) {
            expect(await card(store, 'c2')).toMatchObject({ column: 'new' });
            await setImmediate();
          }
        };
        const all = Promise.all([reading(), reading()]);
        const { maintenance } = parts;
        const takeOver: typeof maintenance.takeOver = async (models) => {
          const next = await maintenance.next(models);
          expect(await next.checkpoint('projections')).toBe(await log.head());
          await next.close();
          await maintenance.takeOver(models);
        };
        await rebuild({
          ...parts,
          maintenance: { next: (models) => maintenance.next(models), takeOver },
          fill: async () => {
            await fill();
            await append(step('c3', opened()), step('c3', moved('done')));
            await projector.waitUntilCaughtUp();
            expect(await card(store, 'c3')).toMatchObject({ column: 'done' });
          },
        }).finally(() => readers.abort());
        await all;
        expect(answers).toBeGreaterThan(10);
        expect(await card(store, 'c3')).toMatchObject({ column: 'done' });
        expect(await store.lastSequence(feed)).toBe(4);
        expect(await store.documents('state')).toEqual(new Map([['s', { n: 1 }]]));
        expect(await store.checkpoint('a process')).toBeDefined();

        await append(step('c3', moved('later')));
        await projector.waitUntilCaughtUp();
        expect(await card(store, 'c3')).toMatchObject({ column: 'later', points: 2 });
        expect((await verified()).equal).toBe(true);
        await close();
      });

      it('goes on from its own checkpoint after it was killed in the fill', async () => {
        await append(...someSteps);
        const { maintenance } = await open(cardModels, true);
        const killed = new Error('killed');
        let pages = 0;
        const onProgress = () => {
          pages += 1;
          if (pages === 2) throw killed;
        };
        const fill = () => fillNext(log, maintenance, cardModels, { pageSize: 1, onProgress });
        await expect(fill()).rejects.toBe(killed);
        await fill();
        expect(pages).toBe(someSteps.length);
      });

      it('ends after a page when it is told to, and goes on from there', async () => {
        await append(...someSteps);
        const { maintenance } = await open(cardModels, true);
        const ending = new AbortController();
        let pages = 0;
        const onProgress = () => {
          pages += 1;
          if (pages === 2) ending.abort(new Error('the lease is lost'));
        };
        const fill = (signal?: AbortSignal) =>
          fillNext(log, maintenance, cardModels, { pageSize: 1, onProgress, signal });
        await expect(fill(ending.signal)).rejects.toThrow('the lease is lost');
        expect(pages).toBe(2);
        await fill();
        expect(pages).toBe(someSteps.length);
      });

      it('goes on after it was killed between the fill and the take-over', async () => {
        await append(...someSteps);
        const before = await start();
        await before.fill();
        await before.close();
        await append(step('c3', opened()));

        const { store, maintenance, parts, verified, close } = await start();
        let events = 0;
        const onProgress = () => (events += 1);
        const fill = () => fillNext(log, maintenance, cardModels, { pageSize: 1, onProgress });
        await rebuild({ ...parts, fill });
        expect(events).toBe(1);
        expect(await card(store, 'c3')).toBeDefined();
        expect((await verified()).equal).toBe(true);
        await close();
      });

      it('begins again in a store of another log', async () => {
        await append(...someSteps);
        const { maintenance, store } = await open(cardModels, true);
        await fillNext(log, maintenance, cardModels);
        const other = new MemoryEventLog(clock);
        await appendSteps(other, clock, [step('c9', opened())]);
        await fillNext(other, maintenance, cardModels);
        const next = await maintenance.next(cardModels);
        expect((await next.list(cards, { viewer: everything, limit: 9 })).items.map(({ _id }) => _id)).toEqual(['c9']);
        await next.close();
        await store.close();
      });

      it('stops at a poison event, and leaves the served store alone', async () => {
        await append(...someSteps);
        const { store, maintenance, parts, close } = await start();
        const fails = (): never => {
          throw new Error('Cannot take this.');
        };
        const models = [{ ...cards, on: { ...cards.on, CardMoved: fails } }];
        const fill = () => fillNext(log, maintenance, models);
        await expect(rebuild({ ...parts, models, fill })).rejects.toThrow('cards cannot take CardMoved of card-c1');
        expect(await card(store, 'c2')).toBeDefined();
        await close();
      });

      it('takes over nothing that was not filled with these models', async () => {
        await append(...someSteps);
        const { store, maintenance, close } = await start();
        await expect(maintenance.takeOver(cardModels)).rejects.toMatchObject({ name: 'ReadStoreUnavailable' });
        await fillNext(log, maintenance, [cards]);
        await expect(maintenance.takeOver(cardModels)).rejects.toMatchObject({ name: 'ReadStoreUnavailable' });
        expect(await card(store, 'c2')).toBeDefined();
        await close();
      });
    });

    describe('verify', () => {
      it('finds a running store equal to a rebuild up to its position', async () => {
        await append(...someSteps);
        const { projector, verified, close } = await start();
        await projector.stop();
        // Not projected yet: the comparison ends where the served store stands.
        await append(step('c2', moved('done')));
        expect(await verified()).toEqual({ equal: true, rows: 11, differences: [] });
        await close();
      });

      it('asks for the moment that it compares when the rebuild is made: no store keeps it for long', async () => {
        await append(...someSteps);
        const { maintenance, close } = await start();
        let made: FillingStore | undefined;
        const filled: (Position | undefined)[] = [];
        const aside = {
          scratch: async (models: readonly ReadModel[]) => (made = await maintenance.scratch(models)),
          contents: async () => {
            filled.push(await made?.checkpoint('projections'));
            return maintenance.contents();
          },
        };
        expect((await verify({ log, aside, models: cardModels })).equal).toBe(true);
        expect(filled.at(-1)).toBe(await headOf(log));
        await close();
      });

      it('begins again where a store that is not as far has taken the served one’s place meanwhile', async () => {
        await append(...someSteps);
        const { maintenance, close } = await start();
        const behind = await maintenance.scratch(cardModels);
        const [first] = (await log.readAll({ count: 1 })).events;
        if (first === undefined) throw new TypeError('The log is empty.');
        await fillStore(log, behind, cardModels, { until: positionOf(first) });
        const answers = [() => maintenance.contents(), () => behind.contents()];
        const aside = {
          scratch: (models: readonly ReadModel[]) => maintenance.scratch(models),
          contents: () => (answers.shift() ?? (() => behind.contents()))(),
        };
        expect((await verify({ log, aside, models: cardModels })).equal).toBe(true);
        await behind.close();
        await close();
      });

      it('names each row that is not the same, is missing or too many', async () => {
        await append(...someSteps, step('c3', tagged('blue')));
        const { store, projector, verified, close } = await start();
        await projector.stop();
        const rows = new Map<string, Row | null>([
          ['blue', null],
          ['ink', { _id: 'ink' }],
          ['red', { _id: 'red' }],
        ]);
        const checkpoint = await headOf(log);
        await flushNext(store, {
          reader: 'projections',
          checkpoint,
          changes: [{ model: tags, rows, versions: [] }],
          documents: [],
        });
        const { equal, differences } = await verified();
        expect(equal).toBe(false);
        expect(differences.map(({ model, id, live, rebuilt }) => [model, id, live === null, rebuilt === null])).toEqual(
          [
            ['tags', 'blue', true, false],
            ['tags', 'ink', false, true],
            ['tags', 'red', false, false],
          ],
        );
        await close();
      });

      it('names a version that is missing', async () => {
        await append(step('c1', opened()), step('c1', moved('void', 0)), step('c1', moved('done')));
        const reaction = reactionTo(cards, 'CardMoved');
        if (reaction === undefined) throw new TypeError('Cards are not moved.');
        const change: typeof reaction.change = (row, event, ...rest) =>
          row !== undefined && JSON.stringify(event.data).includes('void') ? row : reaction.change(row, event, ...rest);
        const keys: typeof reaction.keys = (event) => reaction.keys(event);
        const forgetful: ReadModel = { ...cards, on: { ...cards.on, CardMoved: { keys, change } } };
        const { maintenance, close } = await start([forgetful]);
        const { differences } = await verify({ log, aside: maintenance, models: [cards] });
        expect(differences).toContainEqual(expect.objectContaining({ model: 'cards', id: 'c1', live: null }));
        await close();
      });
    });

    describe('a store of another version', () => {
      const newer = cardModels.map((model) => (model === cards ? { ...cards, version: 2 } : model));
      const renamed = cardModels.map((model) => (model === tags ? { ...tags, name: 'labels' } : model));

      it.each([
        ['answers with older rows', newer, 'cards', 'older'],
        ['refuses what it has nothing of', renamed, 'labels', 'nothing'],
      ] as const)('%s until it is repaired, trying again when that fails', async (_case, models, changed, state) => {
        await append(...someSteps);
        await (await start()).close();
        const { store, maintenance, parts, fill, verified, close } = await start(models, false);
        expect((await maintenance.states(models)).get(changed)).toBe(state);
        const model = models.find(({ name: each }) => each === changed) ?? cards;
        const asked = () => store.list(model, { viewer: everything, limit: 9 });
        await append(step('c2', moved('done')));
        await parts.projector.waitUntilCaughtUp();
        if (state === 'older') {
          expect((await asked()).items).toHaveLength(1);
          // Reducers of this code are no use for rows of older code.
          expect(await card(store, 'c2')).toMatchObject({ column: 'new' });
        }
        if (state === 'nothing') await expect(asked()).rejects.toThrow(ReadModelRebuilding);

        let tries = 0;
        const lines: string[] = [];
        const repair = new ReadModelRepair({
          ...parts,
          rebuild: async () => {
            tries += 1;
            if (tries < 3) throw new Error('The disk is full.');
            await rebuild({ ...parts, fill });
          },
          onNotice: (line) => lines.push(line),
          wait: async () => {
            expect(await repair.status()).toMatchObject({ problem: 'The disk is full.' });
          },
        });
        repair.start(new AbortController().signal);
        await repair.done();
        expect(tries).toBe(3);
        expect(lines).toHaveLength(2);
        expect(await repair.status()).toBeUndefined();
        expect(new Set((await maintenance.states(models)).values())).toEqual(new Set(['current']));
        expect((await store.list(model, { viewer: everything, limit: 9 })).items).toHaveLength(1);
        expect((await verified()).equal).toBe(true);
        await close();
      });
    });

    it('replays a model without history to a point in time, as it was and as it was known', async () => {
      await append(step('c1', tagged('red')), step('c2', tagged('red', 'blue')));
      const then = clock.now();
      await append(step('c1', tagged('red')), { ...step('c3', tagged('red')), seconds: 100, late: true });
      const { store, maintenance } = await open(cardModels, true);
      const used = async (at: Parameters<typeof replayTo>[3]) => {
        const replayed = await replayTo(log, maintenance, [tags], at);
        const found = (await replayed.load(tags, ['red'])).get('red')?.used;
        await replayed.close();
        return found;
      };
      expect(await Promise.all([used({ asOf: then }), used({}), used({ knownAt: then })])).toEqual([2, 4, 2]);
      expect(await store.load(tags, ['red'])).toEqual(new Map());
      await store.close();
    });
  });
}

async function headOf(log: EventLog): Promise<Position> {
  const head = await log.head();
  if (head === undefined) throw new TypeError('The log is empty.');
  return head;
}

const anyPageSize = fc.integer({ min: 1, max: 9 });
const state = [{ collection: 'state', id: 's', document: { n: 1 } }];
