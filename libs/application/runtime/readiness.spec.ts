import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { LogUnavailable, type Position } from '../../event-log/event-log.js';
import { appendSteps, opened, step } from '../../testing/projection/cards.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import type { ReadModelRepairs } from '../../projection/read-model-repair.js';
import { readinessOf } from './readiness.js';

const clock = fixedClock();
const log = new MemoryEventLog(clock);
let [first, second]: (Position | undefined)[] = [];

beforeAll(async () => {
  first = (await appendSteps(log, clock, [step('c1', opened())]))?.position;
  second = (await appendSteps(log, clock, [step('c2', opened())]))?.position;
});

const readiness = (projected: Position | undefined, processed = projected, repairs?: ReadModelRepairs) => {
  const processes = [{ name: 'a', position: processed, parked: 0 }];
  const parts = { projector: { position: () => Promise.resolve(projected) }, processes };
  return readinessOf({ log, clock, ...parts, repairs });
};

describe('readiness', () => {
  it('is there, all caught up, when nothing waits', async () => {
    expect(await readiness(second)).toMatchObject({ ready: true, caughtUp: true });
  });

  it('is there under load, when what waits came just now', async () => {
    expect(await readiness(first)).toMatchObject({ ready: true, caughtUp: false });
    expect(await readiness(second, first)).toMatchObject({ ready: true, caughtUp: false });
  });

  it('is not there when read models, or a process, are more than a few seconds behind', async () => {
    clock.advance(6_000);
    expect(await readiness(first, second)).toMatchObject({ ready: false, projections: { caughtUp: false } });
    expect(await readiness(second, first)).toMatchObject({ ready: false, processes: [{ caughtUp: false }] });
    expect(await readiness(second)).toMatchObject({ ready: true });
  });

  it('is not there, and says so, when the log cannot tell where it ends', async () => {
    const away = new MemoryEventLog(clock);
    away.head = () => Promise.reject(new LogUnavailable('It is away.'));
    const parts = { projector: { position: () => Promise.resolve(second) }, processes: [], repairs: undefined };
    expect(await readinessOf({ log: away, clock, ...parts })).toEqual({
      ready: false,
      caughtUp: false,
      projections: { position: second, caughtUp: false },
      processes: [],
    });
  });

  it('is not there while something has no answer; older answers will do', async () => {
    expect(await readiness(second, second, { older: [], missing: ['accounts'] })).toMatchObject({ ready: false });
    expect(await readiness(second, second, { older: ['accounts'], missing: [] })).toMatchObject({ ready: true });
  });
});
