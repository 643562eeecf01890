import { setImmediate } from 'node:timers/promises';
import { PositionUnknown, type EventLog, type Position } from '../../libs/event-log/event-log.js';
import { MemoryEventLog } from '../../libs/event-log/memory/memory-event-log.js';
import type { Clock } from '../../libs/kernel/dates.js';
import { hasReached, type Progress } from '../../libs/projection/progress.js';
import { Projector } from '../../libs/projection/projector.js';
import type { Wait } from '../../libs/projection/wait.js';
import type { ReadStore } from '../../libs/read-store/read-store.js';
import { openSqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import { fixedClock, type FixedClock } from '../../libs/testing/log/fixed-clock.js';
import { appendSteps, cardModels, moved, opened, step, type Step } from '../../libs/testing/projection/cards.js';
import { holding } from '../../libs/testing/projection/small-store.js';

/** What a progress is made of. The store is where the projector stores. */
export interface ProgressParts {
  readonly projector: Projector;
  readonly store: ReadStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly wait: Wait;
}

const patience = 5_000;

/** What everyone who answers from read models counts on, wherever they are projected. */
export function describeProgress(name: string, make: (parts: ProgressParts) => Progress): void {
  describe(`${name} as progress`, () => {
    let clock: FixedClock;
    let log: EventLog;
    let store: ReadStore;
    let progress: Progress;
    let projector: Projector;
    /** Whether pages are stored, or wait. */
    let held: ReturnType<typeof holding>;
    let expire: () => void;

    beforeEach(() => {
      clock = fixedClock();
      log = new MemoryEventLog(clock);
      store = openSqliteReadStore({ file: ':memory:', models: cardModels });
      held = holding(store);
      const expired = new Promise<void>((resolve) => (expire = resolve));
      // Looks come at once; what was to last long ends when the test says so.
      const wait: Wait = async (millis) => {
        await (millis < patience ? setImmediate() : expired);
      };
      projector = new Projector({ log, store: held.store, models: cardModels, clock, wait });
      progress = make({ projector, store, log, clock, wait });
      projector.start();
    });
    afterEach(async () => {
      expire();
      held.letGo();
      await projector.stop();
      await log.close();
      await store.close();
    });

    const append = async (...steps: readonly Step[]): Promise<Position> =>
      (await appendSteps(log, clock, steps))?.position ?? ('' as Position);

    it('stands where the read models are', async () => {
      const position = await append(step('c1', opened()));
      expect(hasReached(log, await progress.position(), position)).toBe(false);
      held.letGo();
      expect(await progress.waitFor(position, patience)).toBe(true);
      expect(await progress.position()).toBe(position);
      expect(await progress.waitFor(position, patience)).toBe(true);
    });

    it('tells all who wait when their position is reached', async () => {
      const first = await append(step('c1', opened()));
      const second = await append(step('c1', moved('todo')));
      const reached = Promise.all([first, second, second].map((each) => progress.waitFor(each, patience)));
      held.letGo();
      expect(await reached).toEqual([true, true, true]);
    });

    it('tells when a position was not reached in time', async () => {
      const waiting = progress.waitFor(await append(step('c1', opened())), patience);
      expire();
      expect(await waiting).toBe(false);
    });

    it('refuses a position of another log', async () => {
      held.letGo();
      await progress.waitFor(await append(step('c1', opened())), patience);
      await expect(progress.waitFor('another:1' as Position, patience)).rejects.toThrow(PositionUnknown);
    });

    it('tells those who follow of the next page, or that they need not wait any more', async () => {
      const [following, leaving] = [new AbortController(), new AbortController()];
      const pages = [progress.nextPage(following.signal), progress.nextPage(leaving.signal)];
      leaving.abort();
      await pages[1];
      const position = await append(step('c1', opened()));
      held.letGo();
      await pages[0];
      expect(await progress.position()).toBe(position);
    });

    it('knows the lag, and that nothing moves', async () => {
      expect(await progress.status()).toMatchObject({ caughtUp: true, lagSeconds: 0, parked: 0 });
      await append(step('c1', opened()));
      clock.advance(3_000);
      expect(await progress.status()).toMatchObject({ caughtUp: false, lagSeconds: 3 });
      expect((await progress.status()).stuck).toBeUndefined();
      clock.advance(31_000);
      expect((await progress.status()).stuck?.message).toContain('none arrive');

      // Cannot be moved before it was opened: it is parked.
      const position = await append(step('c2', moved('todo')));
      held.letGo();
      await progress.waitFor(position, patience);
      expect(await progress.status()).toEqual({ position, caughtUp: true, lagSeconds: 0, parked: 1 });
    });
  });
}
