import { setTimeout } from 'node:timers/promises';
import type { LogPage, Position } from '../event-log/event-log.js';
import type { Calendar } from '../kernel/calendar.js';
import { dateIn, instantOf, later, millisOf, parseInstant, type Clock, type Instant } from '../kernel/dates.js';
import type { ReadStore } from '../read-store/read-store.js';
import { parkDue, type ParkedKey } from './parked.js';
import { contextOfDue, type AnyCommand, type Due, type DueProcess, type Execute, type Scheduling } from './process.js';
import { KeyedStates, statesOf } from './process-state.js';
import { carryOut, type Refusal } from './reactions.js';

export interface DueOptions {
  readonly clock: Clock;
  /** The organisation's: what is due on a date is due when the date begins there. */
  readonly calendar: Pick<Calendar, 'startOf'>;
  /** How long the log must be quiet before what was overdue when it was scheduled is done (ADR 38). Default: not at all. */
  readonly quietMillis?: number;
  /** Waits so long for the next due time; ends early, with or without an error, when the signal aborts. */
  readonly wait?: (millis: number, signal: AbortSignal) => Promise<unknown>;
}

interface Scheduled {
  /** Of the document. */
  readonly key: string;
  readonly due: Due;
  readonly at: Instant;
  /** Under which it is parked. */
  readonly id: string;
  /** When it was scheduled, where its time was over by then. */
  readonly lateSince: Instant | undefined;
}

/** Stores what became of something that was due: what is (or with undefined: no more) parked, and what is kept. */
export type SaveDue = (parked: ReadonlyMap<string, ParkedKey | undefined>, states: KeyedStates) => Promise<void>;

/** The clock may be put forward, or the machine have slept: looked at no later than that. */
const mostMillis = 60_000;

/** What is late waits no longer, however busy the log is. */
const latestMillis = 120_000;

/** The due times of one process: what its stored documents schedule, in memory by document. */
export class DueTimes<Command extends AnyCommand> {
  private readonly scheduled = new Map<string, readonly Scheduled[]>();
  /** Nothing becomes due earlier. */
  private next: Instant | undefined;
  /** When the last events came. */
  private heard: Instant | undefined;

  constructor(
    private readonly process: Pick<DueProcess<Command>, 'name' | 'onDue'>,
    private readonly execute: Execute<Command>,
    private readonly store: Pick<ReadStore, 'documents'>,
    private readonly options: DueOptions,
  ) {}

  async load(): Promise<void> {
    this.scheduled.clear();
    this.next = undefined;
    for (const [key, state] of await this.store.documents<Scheduling>(statesOf(this.process.name)))
      this.set(key, state);
  }

  /** Takes over what was stored. */
  stored(states: KeyedStates): void {
    const now = this.options.clock.now();
    for (const [key, state] of states.changed()) this.set(key, state, now);
  }

  /** These pages, and one without events whenever something may have become due since the last. */
  async *among(
    subscribe: (signal: AbortSignal) => AsyncIterable<LogPage>,
    signal: AbortSignal,
  ): AsyncGenerator<LogPage, void, undefined> {
    const ended = new AbortController();
    const pages = subscribe(AbortSignal.any([signal, ended.signal]))[Symbol.asyncIterator]();
    let coming = pages.next();
    let last: LogPage | undefined;
    try {
      for (;;) {
        const got = await (last?.caughtUp === true && !signal.aborted ? this.orDue(coming, signal) : coming);
        if (got === 'due') {
          if (last !== undefined && !signal.aborted) yield { ...last, events: [] };
        } else {
          if (got.done === true) return;
          last = got.value;
          if (last.events.length > 0) this.heard = this.options.clock.now();
          yield last;
          coming = pages.next();
        }
      }
    } finally {
      ended.abort();
      coming.catch(() => undefined); // Nobody waits for it any more.
    }
  }

  /** Carries out what is due now, the earliest first, each stored before the next. @throws an error that is worth another try */
  async run(at: Position, parked: ReadonlyMap<string, ParkedKey>, save: SaveDue): Promise<void> {
    const now = this.options.clock.now();
    if (this.next === undefined || this.next > now) return;
    const ready = this.all().filter((one) => this.timeOf(one) <= now && !parked.has(one.id));
    for (const one of ready.sort(inOrder)) await this.carryOut(one, at, save);
    // What is left from before is parked: it does not become due again.
    this.next = undefined;
    for (const one of this.all()) if (this.timeOf(one) > now) this.notLaterThan(this.timeOf(one));
  }

  /** Tries again what was parked. True when it is not parked any more. */
  async replay(parked: ParkedKey, save: SaveDue): Promise<boolean> {
    const one = this.all().find(({ id }) => id === parked.key);
    if (one !== undefined) return this.carryOut(one, parked.position, save);
    return this.calledOff({ id: parked.key }, undefined, save);
  }

  private async carryOut(one: Scheduled, position: Position, save: SaveDue): Promise<boolean> {
    const { name } = this.process;
    const stored = await this.store.documents<Scheduling>(statesOf(name), [one.key]);
    const states = new KeyedStates(name, stored);
    const state = stored.get(one.key);
    if (state?.due.some((due) => isSame(due, one.due)) !== true) return this.calledOff(one, state, save);
    const refusal = await this.tryOut(one, state);
    if (refusal === undefined) states.set(one.key, { ...state, due: state.due.filter((due) => !isSame(due, one.due)) });
    await save(new Map([[one.id, refusal && parkDue(name, { ...one, position }, refusal.reason)]]), states);
    return refusal === undefined;
  }

  /** It is not in the document any more, which another process may have stored. */
  private async calledOff(
    { id, key }: Pick<Scheduled, 'id'> & Partial<Scheduled>,
    state: object | undefined,
    save: SaveDue,
  ): Promise<true> {
    if (key !== undefined) this.set(key, state ?? null);
    await save(new Map([[id, undefined]]), new KeyedStates(this.process.name));
    return true;
  }

  private async tryOut(one: Scheduled, state: Scheduling): Promise<Refusal | undefined> {
    const { process, execute } = this;
    return carryOut(execute, () =>
      process.onDue(one.due, state).map((command, index) => ({ command, context: contextOfDue(process, one, index) })),
    );
  }

  /** Whichever comes first. */
  private async orDue<T>(coming: Promise<T>, signal: AbortSignal): Promise<T | 'due'> {
    const { clock, wait = waitFor } = this.options;
    const next = this.next === undefined ? Infinity : millisOf(this.next);
    const millis = Math.min(mostMillis, Math.max(0, next - millisOf(clock.now())));
    const done = new AbortController();
    try {
      const due = () => 'due' as const;
      return await Promise.race([coming, wait(millis, AbortSignal.any([signal, done.signal])).then(due, due)]);
    } finally {
      done.abort();
    }
  }

  private all(): readonly Scheduled[] {
    return [...this.scheduled.values()].flat();
  }

  /** When it is done: facts that are entered late come one after the other, and the next may change what is due after this one. */
  private timeOf({ at, lateSince }: Scheduled): Instant {
    const { quietMillis = 0 } = this.options;
    if (lateSince === undefined || quietMillis === 0) return at;
    const quiet = millisOf(this.heard ?? lateSince) + quietMillis;
    return later(at, instantOf(Math.min(quiet, millisOf(lateSince) + latestMillis)));
  }

  /** With `now` for what was scheduled just now. */
  private set(key: string, state: object | null, now?: Instant): void {
    this.scheduled.delete(key);
    if (state === null || !isScheduling(state) || state.due.length === 0) return;
    const scheduled = state.due.map((due): Scheduled => {
      const at = this.startOf(due);
      const lateSince = now !== undefined && at <= now ? now : undefined;
      return { key, due, at, id: [key, due.key, due.at].join('/'), lateSince };
    });
    this.scheduled.set(key, scheduled);
    for (const one of scheduled) this.notLaterThan(this.timeOf(one));
  }

  private notLaterThan(at: Instant): void {
    if (this.next === undefined || at < this.next) this.next = at;
  }

  private startOf({ at }: Due): Instant {
    return parseInstant(at) ?? this.options.calendar.startOf(dateIn(at));
  }
}

const waitFor = (millis: number, signal: AbortSignal): Promise<void> => setTimeout(millis, undefined, { signal });

const isScheduling = (state: object): state is Scheduling => 'due' in state && Array.isArray(state.due);

const isSame = (one: Due, other: Due): boolean => one.key === other.key && one.at === other.at;

const inOrder = (a: Scheduled, b: Scheduled): number => (a.at + a.id < b.at + b.id ? -1 : 1);
