import { Gauge, type Registry } from 'prom-client';
import type { Figures } from './figures.js';

/** What is as it is when it is asked for, not counted. */
export class Gauges {
  private readonly ready: Gauge;
  private readonly build: Gauge<'version' | 'commit' | 'log_format'>;
  private readonly lagSeconds: Gauge<'reader'>;
  private readonly lagEvents: Gauge<'reader'>;
  private readonly parked: Gauge<'reader'>;
  private readonly subscribers: Gauge;
  private readonly feedLag: Gauge;
  private readonly leases: Gauge<'lease' | 'holder'>;

  constructor(registry: Registry) {
    const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
      new Gauge({ name, help, labelNames, registers: [registry] });
    this.ready = gauge('tidemark_ready', 'Whether every list and report answers, at most some seconds behind the log.');
    this.build = gauge('tidemark_build_info', 'Which Tidemark this is.', 'version', 'commit', 'log_format');
    this.lagSeconds = gauge('tidemark_lag_seconds', 'How long the oldest event waits for this reader.', 'reader');
    this.lagEvents = gauge('tidemark_lag_events', 'How many events this reader has still to take.', 'reader');
    this.parked = gauge('tidemark_parked_events', 'Events that wait at this reader for an operator.', 'reader');
    this.subscribers = gauge('tidemark_feed_subscribers', 'Who reads the contract feed live here.');
    this.feedLag = gauge(
      'tidemark_feed_lag_events',
      'How many events the last live reader of the feed has still to take.',
    );
    this.leases = gauge('tidemark_lease_held', '1 for who is in charge.', 'lease', 'holder');
  }

  set({ ready, build, log, readers, feed, leases }: Figures): void {
    this.ready.set(Number(ready));
    this.build.set({ version: build.version, commit: build.commit ?? '', log_format: log.format }, 1);
    // What cannot be told now is not told as it was.
    for (const gauge of [this.lagSeconds, this.lagEvents, this.parked, this.feedLag, this.leases]) gauge.reset();
    for (const { reader, lagSeconds, lagEvents, parkedEvents } of readers) {
      if (lagSeconds !== undefined) this.lagSeconds.set({ reader }, lagSeconds);
      if (lagEvents !== undefined) this.lagEvents.set({ reader }, lagEvents);
      if (parkedEvents !== undefined) this.parked.set({ reader }, parkedEvents);
    }
    this.subscribers.set(feed.subscribers);
    if (feed.lagEvents !== undefined) this.feedLag.set(feed.lagEvents);
    for (const { lease, holder } of leases) if (holder !== undefined) this.leases.set({ lease, holder }, 1);
  }
}
