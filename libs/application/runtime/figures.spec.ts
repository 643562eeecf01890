import { LogUnavailable, type Position } from '../../event-log/event-log.js';
import { positionAt } from '../../event-log/position.js';
import { calendarOf } from '../../kernel/calendar.js';
import type { Progress } from '../../projection/progress.js';
import { memoryAdapters } from '../adapters/memory.js';
import type { Adapters } from '../adapters/adapters.js';
import { FeedNews } from '../feed/feed-news.js';
import { Closing } from '../lifecycle/closing.js';
import { figuresOf } from './figures.js';
import type { Readiness } from './readiness.js';

const at = (sequence: number): Position => positionAt('log', sequence);
const behind = { caughtUp: false, lagSeconds: 3 };
const readiness: Readiness = {
  ready: true,
  caughtUp: false,
  projections: { position: at(7), ...behind },
  processes: [{ name: 'echo', ...behind, parked: 1 }],
};
const running = 'running' as const;
const echo = {
  status: () => ({ name: 'echo', state: running, position: at(4) }),
  parked: () => [{ behind: 2 }],
};

const own = memoryAdapters();
const log = { ...own.log, head: () => Promise.resolve(at(10)) };
const adapters = { ...own, log } as unknown as Adapters;
const nobody = new FeedNews(adapters, {} as unknown as Progress, new Closing());
const parts = { adapters, settings: { calendar: calendarOf('UTC') }, readiness, news: nobody };
const figures = (more: object = {}) =>
  figuresOf({ ...parts, parked: [{ count: 3 }, { count: 1 }], processes: [echo], ...more });

afterAll(() => own.release());

describe('the figures of operators', () => {
  it('tell how far each reader is behind, in seconds and events, and how many events wait there', async () => {
    expect((await figures()).readers).toEqual([
      { reader: 'projections', lagSeconds: 3, lagEvents: 3, parkedEvents: 4 },
      { reader: 'echo', lagSeconds: 3, lagEvents: 6, parkedEvents: 3 },
    ]);
  });

  it('tell of a process that another one runs only what is stored', async () => {
    const elsewhere = { ...echo, status: () => ({ name: 'echo', state: 'stopped' as const, position: undefined }) };
    expect((await figures({ processes: [elsewhere] })).readers.slice(1)).toEqual([{ reader: 'echo', lagSeconds: 3 }]);
    expect((await figures({ processes: [elsewhere], readiness: undefined })).readers).toHaveLength(1);
  });

  it('tell who is in charge', async () => {
    const holderOf = (name: string) => Promise.resolve(name === 'projections' ? 'worker-1' : undefined);
    const { leases } = await figures({ adapters: { ...adapters, leases: { holderOf } } });
    expect(leases).toEqual([
      { lease: 'projections', holder: 'worker-1' },
      { lease: 'processes' },
      { lease: 'webhooks' },
    ]);
  });

  it('leave the events out where the log cannot tell without counting them', async () => {
    const { readers } = await figures({ adapters: { ...adapters, eventsBetween: undefined } });
    expect(readers[1]).toEqual({ reader: 'echo', lagSeconds: 3, parkedEvents: 3 });
  });

  it('leave out what nobody can tell at the moment, and tell the rest', async () => {
    const away = () => Promise.reject(new LogUnavailable('away'));
    const broken = { ...adapters, log: { ...log, head: away }, store: { ...own.store, lastSequence: away } };
    const held = { ...broken, leases: { holderOf: away } };
    expect(await figures({ adapters: held, readiness: undefined, parked: undefined })).toEqual({
      ready: false,
      build: expect.objectContaining({ version: expect.any(String) as string }) as object,
      log: { format: 'memory' },
      readers: [{ reader: 'projections' }, { reader: 'echo', parkedEvents: 3 }],
      feed: { subscribers: 0 },
      leases: [{ lease: 'projections' }, { lease: 'processes' }, { lease: 'webhooks' }],
    });
  });
});
