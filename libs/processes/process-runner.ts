import { setTimeout } from 'node:timers/promises';
import { LogDamaged, PositionUnknown, type EventLog, type LogPage, type Position } from '../event-log/event-log.js';
import { DomainError } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import { CheckpointMoved, type DocumentChange, type ReadStore } from '../read-store/read-store.js';
import { DueTimes, type DueOptions, type SaveDue } from './due.js';
import { parkedChange, parkedProcesses, type ParkedKey } from './parked.js';
import { checkpointOf, type AnyCommand, type AnyProcess, type Execute } from './process.js';
import { KeyedStates } from './process-state.js';
import type { ProcessStatus } from './process-status.js';
import { reactInOrder, reactToPage } from './reactions.js';
import { Waiters } from './waiters.js';

export interface ProcessRunnerOptions<Command extends AnyCommand = AnyCommand> {
  readonly process: AnyProcess<Command>;
  readonly log: Pick<EventLog, 'subscribe' | 'read' | 'compare' | 'head'>;
  readonly store: Pick<ReadStore, 'checkpoint' | 'flush' | 'documents'>;
  readonly execute: Execute<Command>;
  /** For a process with due times. */
  readonly due?: DueOptions;
  /** Opens what is sealed in these events, for a process that needs it. */
  readonly open?: (events: readonly RecordedEvent[]) => Promise<readonly RecordedEvent[]>;
  /** Reads older types of events as those that took their place. */
  readonly upcast?: (event: RecordedEvent) => RecordedEvent;
  /** Waits before another try; ends early, with or without an error, when the signal aborts. */
  readonly wait?: (millis: number, signal: AbortSignal) => Promise<unknown>;
  readonly pageSize?: number;
  /** Is told when it has worked on a page more. */
  readonly onPage?: () => void;
  /** Is told of every failure after which it tries again, or gives up. */
  readonly onError?: (error: unknown) => void;
  /** Is told of each key that waits for an operator from now on. */
  readonly onParked?: (parked: ParkedKey) => void;
}

/** So many events without work are passed before the checkpoint is saved. */
const saveEvery = 1000;

const waitFor = (millis: number, signal: AbortSignal): Promise<void> => setTimeout(millis, undefined, { signal });

/**
 * Runs one process from its own checkpoint, which is saved after each page that had work. Killed anywhere, it does the page again:
 * command ids derive from the events, so that nothing is done twice.
 */
export class ProcessRunner<Command extends AnyCommand = AnyCommand> {
  private readonly handled: ReadonlySet<string>;
  private readonly parkedKeys = new Map<string, ParkedKey>();
  private readonly due: DueTimes<Command> | undefined;
  private readonly waiters = new Waiters();
  private position: Position | undefined;
  /** The stored checkpoint, as far as this one knows. */
  private saved: Position | undefined;
  /** The position once the log has confirmed it: a saved one may be of another log. */
  private reached: Position | undefined;
  private state: ProcessStatus['state'] = 'stopped';
  private problem: string | undefined;
  private caughtUp = false;
  private passed = 0;
  private stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProcessRunnerOptions<Command>) {
    const { process, execute, store, due } = options;
    this.handled = new Set(process.handles);
    if ('onDue' in process && due === undefined) throw new Error(`The process ${process.name} needs to know the time.`);
    this.due = 'onDue' in process && due !== undefined ? new DueTimes(process, execute, store, due) : undefined;
  }

  /** Resolves when it knows where to go on; the work itself goes on meanwhile. */
  async start(): Promise<void> {
    if (this.state !== 'stopped') throw new Error(`The process ${this.name} is running already.`);
    this.state = 'running';
    this.stopping = new AbortController();
    try {
      await this.resume();
    } catch (error) {
      this.state = 'stopped';
      throw error;
    }
    this.running = this.run(this.stopping.signal).finally(() => {
      this.ended();
    });
  }

  /** Resolves when the page in work is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.state = 'stopped';
  }

  /** Resolves when everything up to this position has been worked on, or parked. @throws when the process ends before, or at a limit in milliseconds */
  async waitFor(position: Position, timeoutMs?: number): Promise<void> {
    if (this.hasReached(position)) return;
    if (this.state === 'failed') throw new Error(`The process ${this.name} has failed: ${this.problem ?? ''}`);
    await this.waiters.until(position, timeoutMs);
  }

  /** The position once this log has confirmed it since the start. */
  get confirmed(): Position | undefined {
    return this.reached;
  }

  status(): ProcessStatus {
    const { name, state, position, caughtUp, problem } = this;
    return { name, state, position, caughtUp, parked: this.parkedKeys.size, ...(problem !== undefined && { problem }) };
  }

  /** The source streams that wait for an operator. */
  parked(): readonly ParkedKey[] {
    return [...this.parkedKeys.values()];
  }

  /** Tries a parked stream again, with all that waits for it. True when nothing of it is parked any more. */
  replay(key: string): Promise<boolean> {
    return this.inTurn(async () => {
      const parked = this.parkedKeys.get(key);
      if (parked === undefined)
        throw new DomainError('nothing-parked', `"${key}" is not parked by the process ${this.name}.`);
      if (parked.isDue === true) return (await this.due?.replay(parked, this.saveDue)) === true;
      const stream = await this.options.log.read(key, parked.revision);
      const events = await this.work(stream.filter(({ revision }) => revision <= parked.lastRevision));
      const { process, execute, store } = this.options;
      const states = await KeyedStates.load(process, store, events);
      const still = await reactInOrder(process, execute, states, events, undefined);
      await this.save(this.position, new Map([[key, still]]), states);
      return still === undefined;
    });
  }

  private get name(): string {
    return this.options.process.name;
  }

  /** From where the store stands, with what is parked there. */
  private async resume(): Promise<void> {
    this.position = await this.startingPosition();
    const documents = await this.options.store.documents<ParkedKey>(parkedProcesses);
    this.parkedKeys.clear();
    for (const parked of documents.values()) if (parked.process === this.name) this.parkedKeys.set(parked.key, parked);
    await this.due?.load();
  }

  private async startingPosition(): Promise<Position | undefined> {
    const saved = (this.saved = await this.options.store.checkpoint(checkpointOf(this.options.process)));
    if (saved !== undefined || this.options.process.startsAt === 'beginning') return saved;
    const head = await this.options.log.head();
    await this.save(head, new Map());
    return head;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { log, pageSize, wait = waitFor } = this.options;
    let tries = 0;
    let moved = false;
    while (!signal.aborted) {
      try {
        if (moved) await this.inTurn(() => this.resume());
        moved = false;
        const subscribe = (until: AbortSignal) =>
          log.subscribe({ after: this.position, signal: until, ...(pageSize !== undefined && { pageSize }) });
        for await (const page of this.due?.among(subscribe, signal) ?? subscribe(signal)) {
          await this.inTurn(() => this.take(page));
          tries = 0;
        }
        return;
      } catch (error) {
        this.options.onError?.(error);
        this.problem = error instanceof Error ? error.message : String(error);
        this.state = error instanceof PositionUnknown || error instanceof LogDamaged ? 'failed' : 'waiting';
        if (this.state === 'failed') return;
        moved ||= error instanceof CheckpointMoved;
        await wait(Math.min(30_000, 100 * 2 ** tries++), signal).catch(() => undefined);
      }
    }
  }

  /** Also when the log was closed. */
  private ended(): void {
    if (this.state !== 'failed') this.state = 'stopped';
    const error = new Error(`The process ${this.name} has ${this.state}. ${this.problem ?? ''}`.trim());
    this.waiters.settle((position) => this.hasReached(position), error);
  }

  private async take({ events, next, caughtUp }: LogPage): Promise<void> {
    const work = await this.work(events);
    this.passed += events.length;
    if (work.length > 0 || this.passed >= saveEvery) {
      const states = await KeyedStates.load(this.options.process, this.options.store, work);
      const { process, execute } = this.options;
      await this.save(next, await reactToPage(process, execute, states, work, this.parkedKeys), states);
    }
    this.position = next;
    this.reached = next;
    this.caughtUp = caughtUp;
    this.state = 'running';
    this.problem = undefined;
    this.waiters.settle((position) => this.hasReached(position));
    this.options.onPage?.();
    // Only then: what came to the log meanwhile may have called it off.
    if (caughtUp) await this.due?.run(next, this.parkedKeys, this.saveDue);
  }

  private readonly saveDue: SaveDue = (parked, states) => this.save(this.position, parked, states);

  private async work(events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    const { upcast, process, open } = this.options;
    const work = (upcast === undefined ? events : events.map(upcast)).filter(({ type }) => this.handled.has(type));
    return process.opens === true && open !== undefined && work.length > 0 ? open(work) : work;
  }

  /** Saves the position, what is (or with undefined: no more) parked, and what is kept for each key. */
  private async save(
    position: Position | undefined,
    parked: ReadonlyMap<string, ParkedKey | undefined>,
    states = new KeyedStates(this.name),
  ): Promise<void> {
    if (position === undefined) return;
    const documents = [...parked].map(([key, one]): DocumentChange => parkedChange(this.name, key, one ?? null));
    await this.options.store.flush({
      reader: checkpointOf(this.options.process),
      after: this.saved,
      checkpoint: position,
      changes: [],
      documents: [...documents, ...states.documents()],
    });
    this.saved = position;
    this.passed = 0;
    for (const [key, one] of parked) {
      if (one === undefined) this.parkedKeys.delete(key);
      else {
        if (!this.parkedKeys.has(key)) this.options.onParked?.(one);
        this.parkedKeys.set(key, one);
      }
    }
    this.due?.stored(states);
  }

  /** One after the other: pages and replays never mix. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private hasReached(position: Position): boolean {
    return this.reached !== undefined && this.options.log.compare(this.reached, position) >= 0;
  }
}
