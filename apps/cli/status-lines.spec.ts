import { statusLines, type Told } from './status-lines.js';

const behind = { caughtUp: true, lagSeconds: 0, lagEvents: 0 };
const process = { name: 'sale-makes-contracts', ...behind, parked: 0 };
const told: Told = {
  readiness: { ready: true, caughtUp: true, projections: behind, processes: [process] },
  version: { name: 'tidemark', version: '0.1.0', commit: '0123abc', logFormat: 'sqlite-1' },
  status: {
    log: { format: 'sqlite-1', head: '0193:1234' },
    projections: { ...behind, parked: 0 },
    processes: [{ ...process, state: 'running' }],
    feed: { subscribers: 0, lagEvents: 0 },
    leases: [],
  },
};

describe('the lines of tidemark status', () => {
  it('say that all is well, in columns', () => {
    expect(statusLines(told)).toEqual([
      'ready                 yes',
      'version               tidemark 0.1.0, commit 0123abc',
      'log                   sqlite-1, ends at 0193:1234',
      'read models           up to date',
      'sale-makes-contracts  up to date',
      'live readers          none of the contract feed',
    ]);
  });

  it('say what is late, parked, waiting, and who is in charge', () => {
    const late = { caughtUp: false, lagSeconds: 12.4, lagEvents: 1234 };
    const lines = statusLines({
      ...told,
      readiness: { ...told.readiness, ready: false, projections: late },
      status: {
        log: { format: 'sqlite-1' },
        projections: { ...late, parked: 2 },
        processes: [
          { ...process, state: 'waiting', problem: 'The disk is full.', parked: 1 },
          { ...process, name: 'contracts-come-due', state: 'stopped' },
        ],
        feed: { subscribers: 2, lagEvents: 1 },
        leases: [{ lease: 'projections', holder: 'worker-1' }, { lease: 'processes' }],
      },
    });
    expect(lines).toEqual([
      'ready                 no: read models: 1,234 events, 12 s behind',
      'version               tidemark 0.1.0, commit 0123abc',
      'log                   sqlite-1, empty',
      'read models           1,234 events, 12 s behind, 2 parked: see GET /v1/admin/parked',
      'sale-makes-contracts  waiting: The disk is full., 1 parked: see GET /v1/admin/parked',
      'contracts-come-due    not run by this process',
      'live readers          2 of the contract feed, the last 1 event behind',
      'lease projections     worker-1',
      'lease processes       nobody',
    ]);
  });

  it.each([
    [{ remaking: { older: [], missing: ['leads'] } }, {}, 'these read models are rebuilt from the log: leads'],
    [{}, { stuck: { since: '2017-03-01T09:00:00.000Z', message: 'The log is away.' } }, 'The log is away.'],
    [{ lagSeconds: undefined, caughtUp: false }, {}, 'read models: nobody can tell how far behind'],
  ])('say why it is not ready: %j %j', (projections, more, why) => {
    const { readiness, status } = told;
    const [first] = statusLines({
      ...told,
      readiness: { ...readiness, ready: false, projections: { ...readiness.projections, ...projections } },
      status: { ...status, projections: { ...status.projections, ...more } },
    } as Told);
    expect(first).toContain('ready                 no: ');
    expect(first).toContain(why);
  });
});
