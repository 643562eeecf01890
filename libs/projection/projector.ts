import {
  LogDamaged,
  LogUnavailable,
  PositionUnknown,
  type EventLog,
  type LogPage,
  type Position,
} from '../event-log/event-log.js';
import { KeyedMutex } from '../kernel/keyed-mutex.js';
import { unobserved, type Observer } from '../kernel/observer.js';
import { Signal } from '../kernel/signal.js';
import type { Clock, Instant } from '../kernel/dates.js';
import type { ReadModel } from '../read-store/read-model.js';
import { modelsInState, type ReadStoreMaintenance } from '../read-store/read-store-maintenance.js';
import { CheckpointMoved, parkedEvents, type ReadStore } from '../read-store/read-store.js';
import { inThisThread, type ProjectionWriters } from './projection-writer.js';
import { messageOf, type Parked } from './parked.js';
import { hasReached, type Progress } from './progress.js';
import { statusOf, type Failure, type ProjectorStatus } from './projector-status.js';
import { replayKey } from './replay.js';
import { backOff, wait, type Wait } from './wait.js';

export interface ProjectorOptions {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly models: readonly ReadModel[];
  /** Those that are not current, and so are made again beside, are left alone. Default: all are current. */
  readonly maintenance?: Pick<ReadStoreMaintenance, 'states'>;
  /** Default: in this thread. */
  readonly writers?: ProjectionWriters;
  readonly clock: Clock;
  /** The most events that are folded and stored at once. */
  readonly pageSize?: number;
  /** Is told of every failure; the projector goes on by itself. */
  readonly onError?: (error: unknown) => void;
  /** Is told of each key that waits from now on. */
  readonly onParked?: (parked: Parked) => void;
  readonly observer?: Pick<Observer, 'projection'>;
  readonly wait?: Wait;
}

/** Keeps the read models up with the log: one subscription feeds them all. */
export class Projector implements Progress {
  private readonly mutex = new KeyedMutex();
  private readonly news = new Signal();
  private readonly pause: Wait;
  private running: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  private wanted = false;
  private readonly writers: ProjectionWriters;
  private at: Position | undefined;
  private pageAt: Instant | undefined;
  private failure: Failure | undefined;

  constructor(private readonly options: ProjectorOptions) {
    this.pause = options.wait ?? wait;
    this.writers = options.writers ?? inThisThread(options.store);
  }

  /** Begins to follow the log from the store's checkpoint on. */
  start(): void {
    this.wanted = true;
    if (this.running !== undefined) return;
    const abort = new AbortController();
    this.running = { abort, ended: this.run(abort.signal) };
  }

  /** Stops at a page boundary. Whoever waits is told that it was not reached. */
  stop(): Promise<void> {
    this.wanted = false;
    this.news.wake();
    return this.mutex.take('run', () => this.halt());
  }

  /** Does the work while nothing is projected, then goes on from the store's checkpoint, wherever that is by then. */
  pausedDuring<T>(work: () => Promise<T>): Promise<T> {
    return this.mutex.take('run', async () => {
      await this.halt();
      try {
        return await this.writers.exclusively(work);
      } finally {
        if (this.wanted) this.start();
      }
    });
  }

  position(): Promise<Position | undefined> {
    return Promise.resolve(this.at);
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (hasReached(this.options.log, this.at, position)) return true;
    const late = new AbortController();
    const done = new AbortController();
    void this.pause(timeoutMs, done.signal).then(() => late.abort());
    try {
      return await this.until(() => hasReached(this.options.log, this.at, position), late.signal);
    } finally {
      done.abort();
    }
  }

  nextPage(signal: AbortSignal): Promise<void> {
    return this.news.wait(signal);
  }

  /** Resolves when everything is projected that is in the log now. @throws the failure for which the projector gave up */
  async waitUntilCaughtUp(): Promise<void> {
    const head = await this.options.log.head();
    if (head === undefined || (await this.until(() => hasReached(this.options.log, this.at, head)))) return;
    throw new Error(this.failure?.message ?? 'The projector is stopped.');
  }

  status(): Promise<ProjectorStatus> {
    const { log, clock } = this.options;
    const parked = () => this.parked();
    return statusOf({ log, clock, position: this.at, pageAt: this.pageAt, failure: this.failure, parked });
  }

  /** The events that wait because a reducer could not take them. */
  async parked(): Promise<readonly Parked[]> {
    return [...(await this.options.store.documents<Parked>(parkedEvents)).values()];
  }

  /**
   * Takes what is parked for this model and key once more, after its reducer was mended. Returns what is parked now: nothing when all
   * went well. @throws DomainError `nothing-parked` or `model-parked`
   */
  replay(model: string, key: string): Promise<Parked | undefined> {
    const { log, store } = this.options;
    return this.pausedDuring(async () => replayKey({ log, store, models: await this.models(), model, key }));
  }

  private async run(signal: AbortSignal): Promise<void> {
    const stopped = () => signal.aborted;
    for (let failures = 0; !stopped();) {
      try {
        await this.follow(signal, () => {
          failures = 0;
        });
        if (!stopped()) throw new LogUnavailable('The subscription has ended.');
      } catch (error) {
        this.options.onError?.(error);
        // Somebody else has gone on over the same store: so does this one, from there.
        if (!(error instanceof CheckpointMoved)) {
          this.failure = { since: this.failure?.since ?? this.options.clock.now(), message: messageOf(error) };
        }
        if (error instanceof PositionUnknown || error instanceof LogDamaged) {
          this.giveUp();
          return;
        }
        failures += 1;
        if (!stopped()) await this.pause(backOff(failures), signal);
      }
    }
  }

  private async follow(signal: AbortSignal, onPage: () => void): Promise<void> {
    const { log, pageSize = 500, clock, observer = unobserved, onParked = () => undefined } = this.options;
    const writer = await this.writers.resume(await this.models());
    this.at = writer.position;
    this.news.wake();

    const store = async ({ events, next }: LogPage): Promise<void> => {
      if (events.length > 0) {
        const told = events.map(({ metadata }) => metadata);
        const parked = await observer.projection(told, () => writer.apply(events, next));
        for (const one of parked) onParked(one);
      }
      this.at = next;
      this.pageAt = clock.now();
      this.failure = undefined;
      onPage();
      this.news.wake();
    };
    const failed = new AbortController();
    const ended = AbortSignal.any([signal, failed.signal]);
    let stored: Promise<void> = Promise.resolve();
    for await (const page of log.subscribe({ after: writer.position, pageSize, signal: ended })) {
      // The next page is handed over while this one is stored: whoever stores does not wait for this thread.
      const before = stored;
      stored = store(page);
      stored.catch(() => failed.abort());
      await before;
    }
    await stored;
  }

  private async models(): Promise<readonly ReadModel[]> {
    const { models, maintenance } = this.options;
    return maintenance === undefined ? models : modelsInState('current', await maintenance.states(models), models);
  }

  /** Nothing gets better by trying again: an operator has to look. */
  private giveUp(): void {
    this.wanted = false;
    this.running = undefined;
    this.news.wake();
  }

  private async halt(): Promise<void> {
    this.running?.abort.abort();
    await this.running?.ended;
    this.running = undefined;
  }

  private async until(reached: () => boolean, late?: AbortSignal): Promise<boolean> {
    while (!reached()) {
      if (!this.wanted || late?.aborted === true) return false;
      await this.news.wait(late);
    }
    return true;
  }
}
