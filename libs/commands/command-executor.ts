import { later, type Clock, type Instant } from '../kernel/dates.js';
import type { Decider, DomainEvent } from '../kernel/decider.js';
import { isDomainError, rejecting } from '../kernel/domain-error.js';
import { unobserved, type Observer } from '../kernel/observer.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { CommandId } from '../kernel/ids.js';
import type { CommandContext } from './command-context.js';
import { decide, taskOf, type Target, type Task } from './command-task.js';
import { earlierOutcome, quietOutcome } from './earlier-outcome.js';
import type { EventLog, EventToAppend, ExpectedRevision } from '../event-log/event-log.js';
import type { EventRegistry } from '../event-log/event-registry.js';
import { EventAppender } from './event-appender.js';
import { LoadedStream, type KnownCommand } from './loaded-stream.js';
import { StreamCache } from './stream-cache.js';
import type { ExecutorRefusal, Outcome, Preview } from './outcome.js';
import type { Sealer } from '../sealing/sealer.js';
import { expectedEvents, stateOf, withEvents, type Fold, type StreamState } from './stream-state.js';
import { KeyedMutex } from '../kernel/keyed-mutex.js';

export interface ExecutorParts {
  readonly log: EventLog;
  readonly registry: EventRegistry;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** How many streams are kept in memory; 1,000 by default. */
  readonly cacheSize?: number;
  readonly observer?: Pick<Observer, 'append' | 'retry'>;
}

/** What folding an aggregate's streams takes. */
export type AggregateRef<State> = Fold<State> & { readonly category: string };

/** The answer to an earlier try, undefined for a command that is new; and the stream as the log has it, unless a batch knows more. */
export interface Repeated<State> {
  readonly earlier: Outcome<State> | undefined;
  readonly current: StreamState<State> | undefined;
}

/** The executor as its callers see it. */
export type CommandRunner = Pick<CommandExecutor, 'execute' | 'repeated' | 'preview' | 'load' | 'loadAt'>;

const reject = rejecting<ExecutorRefusal>();
const mostTries = 3;

/**
 * Carries out commands, each with exactly one effect however often it is tried (DESIGN.md section 3). Commands on one stream take
 * turns. Refusals are DomainErrors, the decider's or with an `ExecutorRefusal` code, and leave the log untouched.
 */
export class CommandExecutor {
  private readonly streams: StreamCache;
  private readonly appender: EventAppender;
  private readonly mutex = new KeyedMutex();

  constructor(private readonly parts: ExecutorParts) {
    this.appender = new EventAppender(parts);
    this.streams = new StreamCache(parts, parts.cacheSize ?? 1_000);
  }

  /**
   * Decides on the command and appends its events; a repeat is answered as the first try was. `asked`: the revision at which the
   * caller has just read the stream in the log: what is refused there is refused without another look.
   * @throws DomainError @throws InvalidEvent when the decider made an event that does not fit its definition
   * @throws LogUnavailable when the outcome stays unknown: the same command may be sent again
   */
  execute<Command, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    command: Command,
    context: CommandContext,
    asked?: ExpectedRevision,
  ): Promise<Outcome<State>> {
    const task = { ...taskOf(decider, command, context), asked };
    return this.mutex.take(task.stream, async () => {
      try {
        return await this.run(task);
      } catch (error) {
        // After any other failure nobody knows whether what is in memory is what the log has.
        if (!isDomainError(error)) this.streams.forget(task.stream);
        throw error;
      }
    });
  }

  /**
   * Whether the command was tried before, here or elsewhere: for callers that look things up before they know the command. `asked`: the
   * revision at which the caller has just read the stream in the log: there it is not read again.
   */
  repeated<State>(
    decider: AggregateRef<State>,
    id: string,
    context: CommandContext,
    asked?: ExpectedRevision,
  ): Promise<Repeated<State>> {
    const stream = `${decider.category}-${id}`;
    return this.mutex.take(stream, async () => {
      const loaded = await this.asRead(decider, stream, asked);
      const earlier = await earlierOutcome({ context, decider, id, stream }, loaded, () => this.streams.read(stream));
      return { earlier, current: stateOf(loaded) };
    });
  }

  /** What the command would do now; nothing is written or remembered. Refuses as `execute` would, but for `command-too-large`. */
  preview<Command, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    command: Command,
    context: CommandContext,
    asked?: ExpectedRevision,
  ): Promise<Preview<Event, State>> {
    const task = taskOf(decider, command, context);
    return this.mutex.take(task.stream, async () => {
      const loaded = await this.asRead(decider, task.stream, asked);
      const now = this.parts.clock.now();
      const decision = decide(task, loaded, now);
      if ('refusal' in decision) throw decision.refusal;
      for (const event of decision.toAppend) this.parts.registry.check(event);
      const events = expectedEvents(task.stream, loaded, decision.toAppend, now);
      return { events: decision.events, state: withEvents(decider, loaded, events).state };
    });
  }

  /** The commands that have events in the stream, each with the fingerprint of its request. */
  commandsOf(decider: AggregateRef<unknown>, id: string): Promise<ReadonlyMap<CommandId, KnownCommand>> {
    const stream = `${decider.category}-${id}`;
    return this.mutex.take(stream, async () => new Map((await this.streams.current(decider, stream)).commands));
  }

  /** All events of the stream, personal data opened. */
  eventsOf(decider: AggregateRef<unknown>, id: string): Promise<readonly RecordedEvent[]> {
    return this.streams.read(`${decider.category}-${id}`);
  }

  /** One aggregate's state as the log has it now. */
  load<State>(decider: AggregateRef<State>, id: string): Promise<StreamState<State>> {
    const stream = `${decider.category}-${id}`;
    return this.mutex.take(stream, async () => {
      return stateOf(await this.streams.current(decider, stream));
    });
  }

  /** As it was then: what had happened by then. Before its first event, as that left it: what is first said of a record holds from the beginning. */
  async loadAt<State>(decider: AggregateRef<State>, id: string, at: Instant): Promise<StreamState<State>> {
    const events = await this.streams.read(`${decider.category}-${id}`);
    const until = later(at, events[0]?.metadata.occurredAt ?? at);
    return withEvents(
      decider,
      stateOf(new LoadedStream(decider)),
      events.filter(({ metadata }) => metadata.occurredAt <= until),
    );
  }

  /**
   * Appends what several commands of a `StreamBatch` decided; the events as the log has them, or undefined when the stream is not
   * at that revision any more. @throws DomainError `command-too-large` @throws LogUnavailable when the outcome stays unknown
   */
  appendTogether(
    stream: string,
    after: ExpectedRevision,
    toAppend: readonly EventToAppend[],
  ): Promise<readonly RecordedEvent[] | undefined> {
    return this.mutex.take(stream, async () => {
      if (toAppend.length === 0) return [];
      try {
        const events = await this.appender.append(stream, after, toAppend, { left: mostTries });
        if (events === undefined) return undefined;
        const decoded = await this.streams.decoded(events);
        this.streams.advance(stream, after, decoded);
        return decoded;
      } catch (error) {
        this.streams.forget(stream);
        throw error;
      }
    });
  }

  /** From memory where the caller has just read it at that revision, else from the log. */
  private async asRead<State>(
    decider: AggregateRef<State>,
    stream: string,
    asked: ExpectedRevision | undefined,
  ): Promise<LoadedStream<State>> {
    const cached = this.streams.cached(decider, stream);
    return cached !== undefined && cached.revision === asked ? cached : this.streams.current(decider, stream);
  }

  private async run<Command, Event extends DomainEvent, State>(
    task: Task<Command, Event, State> & { readonly asked: ExpectedRevision | undefined },
  ): Promise<Outcome<State>> {
    const cached = this.streams.cached(task.decider, task.stream);
    const loaded = cached ?? (await this.streams.current(task.decider, task.stream));
    const { context, stream, asked } = task;
    const tries = { left: mostTries };
    let isCurrent = cached === undefined || cached.revision === asked;
    for (;;) {
      const earlier = await earlierOutcome(task, loaded, () => this.streams.read(stream));
      if (earlier !== undefined) return earlier;

      const decision = decide(task, loaded, this.parts.clock.now());
      const writes = 'events' in decision && decision.events.length > 0;
      // What is in memory may be behind other writers: nothing is refused, or left undone, without a look at the log.
      if (!writes && !isCurrent) {
        isCurrent = true;
        if (await this.streams.catchUp(loaded, stream)) continue;
      }
      if ('refusal' in decision) throw decision.refusal;
      if (!writes) return quietOutcome(task, loaded);

      const events = await this.appender.append(stream, loaded.revision, decision.toAppend, tries);
      if (events !== undefined) return this.committed(task, loaded, events);

      // The stream was elsewhere, or has these events already: what the log says counts, not what was decided here.
      isCurrent = true;
      await this.streams.catchUp(loaded, stream);
      const mayDecideAgain = tries.left > 0 && context.expectedRevision === undefined;
      if (loaded.commands.has(context.commandId)) continue;
      if (mayDecideAgain) {
        (this.parts.observer ?? unobserved).retry('conflict');
        continue;
      }
      reject('conflict', `Others changed ${stream} at the same moment. Read it again, then decide.`, {
        actual: loaded.revision,
      });
    }
  }

  private async committed<State>(
    { id, stream }: Target<State>,
    loaded: LoadedStream<State>,
    events: readonly RecordedEvent[],
  ): Promise<Outcome<State>> {
    const decoded = await this.streams.decoded(events);
    loaded.advance(decoded);
    const { revision, position, state } = loaded;
    return { id, stream, revision, position, state, events: decoded, repeated: false };
  }
}
