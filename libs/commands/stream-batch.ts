import type { Clock, Instant } from '../kernel/dates.js';
import type { Decider, DomainEvent } from '../kernel/decider.js';
import { isDomainError } from '../kernel/domain-error.js';
import type { RecordedEvent } from '../kernel/events.js';
import type { CommandContext } from './command-context.js';
import type { AggregateRef, CommandExecutor, CommandRunner, Repeated } from './command-executor.js';
import { decide, taskOf } from './command-task.js';
import type { EventToAppend } from '../event-log/event-log.js';
import type { EventRegistry } from '../event-log/event-registry.js';
import type { ExecutorRefusal, Outcome, Preview } from './outcome.js';
import { expectedEvents, withEvents, type StreamState } from './stream-state.js';

/** A command that is decided and waits for the others. */
interface Decided {
  readonly toAppend: readonly EventToAppend[];
  /** Answers, now that its events are in the log after `before`; returns the stream after them. */
  committed(events: readonly RecordedEvent[], before: StreamState<unknown>): StreamState<unknown>;
  failed(error: unknown): void;
  /** Carries it out alone. */
  again(): Promise<void>;
}

/**
 * Commands on one stream that are decided in turn and appended at once. Each is answered as if it had come alone, when all are
 * durable; where others changed the stream meanwhile, each is carried out alone. A command for another stream waits for that.
 */
export class StreamBatch implements CommandRunner {
  /** That of the first command. */
  private stream: string | undefined;
  private readonly pending = new Map<string, Decided>();
  /** The stream as the log has it, and as the pending commands leave it. */
  private base: StreamState<unknown> | undefined;
  private ahead: StreamState<unknown> | undefined;
  private onDecision = (): void => undefined;

  constructor(
    private readonly parts: {
      readonly executor: CommandExecutor;
      readonly registry: EventRegistry;
      readonly clock: Clock;
    },
  ) {}

  /** Says which stream the next command is for; the first one's is that of the unit. */
  begin(stream: string): void {
    this.stream ??= stream;
  }

  /** Resolves when the next command is decided: another one may be given then. */
  nextDecision(): Promise<void> {
    return new Promise((resolve) => {
      this.onDecision = resolve;
    });
  }

  async execute<Command, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome<State>> {
    const { executor, registry, clock } = this.parts;
    const { stream, id, ...task } = taskOf(decider, command, context);
    if (stream !== this.stream || this.pending.has(context.commandId)) {
      await this.commit();
      return executor.execute(decider, command, context);
    }
    const before = await this.load(decider, id);
    const { earlier } = await executor.repeated(decider, id, context, this.base?.revision);
    if (earlier !== undefined) return earlier;
    const decision = decide({ ...task, stream, id }, before, clock.now());
    const toAppend = 'refusal' in decision ? [] : decision.toAppend;
    for (const event of toAppend) registry.check(event);
    this.ahead = withEvents(decider, before, expectedEvents(stream, before, toAppend, clock.now()));

    return new Promise((resolve, reject) => {
      this.pending.set(context.commandId, {
        toAppend,
        committed: (events, at) => {
          const { revision, position, state, ...rest } = withEvents(decider, at as StreamState<State>, events);
          if ('refusal' in decision) reject(decision.refusal);
          else resolve({ id, stream, revision, position, state, events, repeated: false });
          return { revision, position, state, ...rest };
        },
        failed: reject,
        again: () => executor.execute(decider, command, context).then(resolve, reject),
      });
      this.onDecision();
    });
  }

  async repeated<State>(decider: AggregateRef<State>, id: string, context: CommandContext): Promise<Repeated<State>> {
    const { executor } = this.parts;
    if (this.pending.has(context.commandId)) await this.commit();
    if (`${decider.category}-${id}` !== this.stream) return executor.repeated(decider, id, context);
    await this.load(decider, id);
    const { earlier } = await executor.repeated(decider, id, context, this.base?.revision);
    return { earlier, current: undefined };
  }

  async preview<Command, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    command: Command,
    context: CommandContext,
  ): Promise<Preview<Event, State>> {
    await this.commit();
    return this.parts.executor.preview(decider, command, context);
  }

  async load<State>(decider: AggregateRef<State>, id: string): Promise<StreamState<State>> {
    const { executor } = this.parts;
    if (`${decider.category}-${id}` !== this.stream) return executor.load(decider, id);
    this.base ??= await executor.load(decider, id);
    return (this.ahead ??= this.base) as StreamState<State>;
  }

  /** Of other streams than its own. */
  loadAt<State>(decider: AggregateRef<State>, id: string, at: Instant): Promise<StreamState<State>> {
    return this.parts.executor.loadAt(decider, id, at);
  }

  /** Appends what was decided; all those commands are answered when it resolves. */
  async commit(): Promise<void> {
    const { base } = this;
    const decided = [...this.pending.values()];
    this.pending.clear();
    this.base = this.ahead = undefined;
    if (this.stream !== undefined && base !== undefined) await this.append(this.stream, decided, base);
  }

  /** At once, or in halves where that is too large for one append. The stream as it is then; undefined unless all of it was taken. */
  private async append(
    stream: string,
    decided: readonly Decided[],
    base: StreamState<unknown>,
  ): Promise<StreamState<unknown> | undefined> {
    try {
      const toAppend = decided.flatMap((each) => each.toAppend);
      const events = await this.parts.executor.appendTogether(stream, base.revision, toAppend);
      if (events !== undefined) return answerAll(decided, events, base);
      await aloneInTurn(decided);
    } catch (error) {
      if (decided.length > 1 && isTooLarge(error)) {
        const half = Math.ceil(decided.length / 2);
        const at = await this.append(stream, decided.slice(0, half), base);
        if (at !== undefined) return this.append(stream, decided.slice(half), at);
        // They were decided on what was not taken.
        await aloneInTurn(decided.slice(half));
      } else for (const each of decided) each.failed(error);
    }
    return undefined;
  }
}

const isTooLarge = (error: unknown): boolean => isDomainError(error) && error.code === tooLargeCode;
const tooLargeCode: ExecutorRefusal = 'command-too-large';

async function aloneInTurn(decided: readonly Decided[]): Promise<void> {
  for (const each of decided) await each.again();
}

/** The stream after them. */
function answerAll(
  decided: readonly Decided[],
  events: readonly RecordedEvent[],
  base: StreamState<unknown>,
): StreamState<unknown> {
  let at = base;
  let taken = 0;
  for (const each of decided) {
    const next = taken + each.toAppend.length;
    at = each.committed(events.slice(taken, next), at);
    taken = next;
  }
  return at;
}
