import { RevisionConflict } from '../../event-log/event-log.js';
import type { Figures } from './figures.js';
import { Metrics } from './metrics.js';

const figures: Figures = {
  ready: true,
  build: { version: '0.1.0' },
  log: { format: 'memory' },
  readers: [{ reader: 'projections', lagSeconds: 2, lagEvents: 7, parkedEvents: 0 }],
  feed: { subscribers: 1, lagEvents: 4 },
  leases: [{ lease: 'projections', holder: 'worker-1' }, { lease: 'processes' }],
};
const valuesIn = (text: string, name: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith(`tidemark_${name}`));

describe('what Prometheus reads', () => {
  it('tells what cannot be looked up now not as it was', async () => {
    const metrics = new Metrics();
    const before = await metrics.text(figures);
    expect(valuesIn(before, 'lag_')).toEqual([
      'tidemark_lag_seconds{reader="projections"} 2',
      'tidemark_lag_events{reader="projections"} 7',
    ]);
    expect(valuesIn(before, 'lease_held')).toEqual(['tidemark_lease_held{lease="projections",holder="worker-1"} 1']);
    const after = await metrics.text({ ...figures, readers: [{ reader: 'projections' }], leases: [] });
    expect([...valuesIn(after, 'lag_'), ...valuesIn(after, 'parked_'), ...valuesIn(after, 'lease_')]).toEqual([]);
  });

  it('counts appends that found others first apart from those of which the log failed', async () => {
    const metrics = new Metrics();
    await metrics.append(3, () => Promise.resolve());
    for (const error of [new RevisionConflict('lead-1', 1, 2), new Error('away'), new Error('away')])
      await expect(metrics.append(1, () => Promise.reject(error))).rejects.toBe(error);
    metrics.retry('conflict');
    const text = await metrics.text(figures);
    expect(valuesIn(text, 'append_conflicts')).toEqual(['tidemark_append_conflicts_total 1']);
    expect(valuesIn(text, 'append_failures')).toEqual(['tidemark_append_failures_total 2']);
    expect(valuesIn(text, 'appends')).toEqual(['tidemark_appends_total 1']);
    expect(valuesIn(text, 'appended_events')).toEqual(['tidemark_appended_events_total 3']);
    expect(valuesIn(text, 'retries')).toEqual(['tidemark_retries_total{reason="conflict"} 1']);
  });

  it('is of one runtime, however many there are in the process', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.retry('conflict');
    expect(valuesIn(await other.text(figures), 'retries')).toEqual([]);
    expect(await other.text(figures)).toContain('nodejs_eventloop_lag_seconds');
  });
});
