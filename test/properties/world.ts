import { memoryAdapters } from '../../libs/application/adapters/memory.js';
import type { Adapters } from '../../libs/application/adapters/adapters.js';
import { Processes } from '../../libs/application/processes/processes.js';
import { aggregates } from '../../libs/application/register/aggregates.js';
import { readModels } from '../../libs/application/register/registry.js';
import { openRuntime, type OpenRuntime } from '../../libs/application/runtime/open-runtime.js';
import { CommandExecutor } from '../../libs/commands/command-executor.js';
import type { Outcome } from '../../libs/commands/outcome.js';
import type { EventLog } from '../../libs/event-log/event-log.js';
import { pagesToEnd } from '../../libs/event-log/pages-to-end.js';
import { calendarOf } from '../../libs/kernel/calendar.js';
import { instantOf, later, millisOf, type Clock, type DateOnly } from '../../libs/kernel/dates.js';
import type { Decider, DomainEvent } from '../../libs/kernel/decider.js';
import { isDomainError } from '../../libs/kernel/domain-error.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import {
  derivedId,
  type AccountId,
  type CampaignId,
  type CommandId,
  type Id,
  type LeadId,
  type OpportunityId,
  type PartnerId,
  type PipelineId,
  type PriceBookId,
  type ProjectId,
  type UserId,
} from '../../libs/kernel/ids.js';
import type { LineProduct } from '../../libs/kernel/lines.js';
import { saleMakesContracts } from '../../libs/processes/sale-makes-contracts.js';
import { Projector } from '../../libs/projection/projector.js';
import type { ReadStore } from '../../libs/read-store/read-store.js';
import type { KeyStore } from '../../libs/sealing/key-store.js';
import { Sealer } from '../../libs/sealing/sealer.js';
import { commandContext } from '../../libs/testing/log/builders.js';
import { fixedClock, type FixedClock } from '../../libs/testing/log/fixed-clock.js';

export interface WorldOptions {
  /** The live read store; in memory by default. */
  readonly file?: string;
  /** Of the live projector. */
  readonly pageSize?: number;
  readonly keys?: KeyStore;
  /** Whether the log records by a clock that may be put back, as a server's, or never goes back, as the embedded ones. */
  readonly recordedTimes?: 'step back' | 'go on';
}

const start = instantOf(Date.UTC(2017, 0, 2, 8));
/** New records may have happened from here on. */
const earliest = instantOf(Date.UTC(2016, 9, 1));

/** The clock, or where it was before when it is put back. */
function goingOn(clock: Clock): Clock {
  let last = clock.now();
  return { now: () => (last = later(clock.now(), last)) };
}

/** A whole Tidemark in memory: commands go through the real executor, events through the real processes and projector. */
export class World {
  readonly log: EventLog;
  readonly sealer: Sealer;
  readonly executor: CommandExecutor;
  readonly store: ReadStore;
  /** What was done, line by line, for whoever has to understand a failure. */
  readonly story: string[] = [];

  readonly users: UserId[] = [];
  readonly projects: ProjectId[] = [];
  readonly pipelines: PipelineId[] = [];
  readonly accounts: AccountId[] = [];
  readonly products: LineProduct[] = [];
  readonly priceBooks: PriceBookId[] = [];
  readonly opportunities: OpportunityId[] = [];
  readonly campaigns: CampaignId[] = [];
  readonly leads: LeadId[] = [];
  readonly partners: PartnerId[] = [];

  private readonly projector: Projector;
  private readonly runners: Processes['runners'];
  private readonly names = new Map<string, string>();
  private made = 0;
  private commands = 0;
  private backDated: number | undefined;

  private constructor(
    private readonly opened: OpenRuntime,
    readonly clock: FixedClock,
    adapters: Adapters,
    pageSize: number,
  ) {
    this.log = adapters.log;
    this.store = adapters.store;
    this.sealer = opened.context.get(Sealer);
    this.executor = opened.context.get(CommandExecutor);
    this.runners = opened.context.get(Processes).runners;
    this.projector = new Projector({ log: this.log, store: this.store, models: readModels, clock, pageSize });
    this.projector.start();
  }

  /** The runtime's own parts over memory; its projector and processes run when the history says so. */
  static async open({ file, pageSize = 7, keys, recordedTimes = 'go on' }: WorldOptions = {}): Promise<World> {
    const clock = fixedClock(start);
    const logClock = recordedTimes === 'step back' ? clock : goingOn(clock);
    const adapters = memoryAdapters({ clock, logClock, ...(file && { file }), ...(keys && { keys }) });
    const settings = { calendar: calendarOf('UTC'), adminApiKey: 'a-key-for-properties', follows: {} };
    return new World(await openRuntime(adapters, settings), clock, adapters, pageSize);
  }

  /** The same ids in the same history. */
  newId<T extends Id<string>>(kind: string): T {
    this.made += 1;
    const id = derivedId<T>('properties', String(this.made));
    this.names.set(id, `${kind}${String(this.made)}`);
    return id;
  }

  today(): DateOnly {
    return this.clock.now().slice(0, 10) as DateOnly;
  }

  /** Until the next call commands happen this far (0 to 1) between their record's last event and now; undefined: now. */
  backDate(by: number | undefined): void {
    this.backDated = by;
  }

  /** Carries the command out. Undefined when it was refused. */
  async do<Command extends { readonly type: string }, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    command: NoInfer<Command>,
  ): Promise<Outcome<State> | undefined> {
    this.commands += 1;
    const commandId = derivedId<CommandId>('properties', 'command', String(this.commands));
    const occurred = await this.occurred(`${decider.category}-${decider.streamIdOf(command)}`);
    const told = `${this.clock.now()}${occurred === undefined ? '' : ` as of ${occurred.given}`} ${this.shown(command)}`;
    try {
      const outcome = await this.executor.execute(
        decider,
        command,
        commandContext({ commandId, ...(occurred && { occurred }) }),
      );
      this.story.push(`${told} → ${outcome.events.map(({ type }) => type).join(', ') || 'nothing'}`);
      return outcome;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      this.story.push(`${told} → refused: ${error.code}`);
      return undefined;
    }
  }

  async opportunity(id: OpportunityId) {
    return (await this.executor.load(aggregates.opportunity, id)).state.state;
  }

  /** Lets the processes react to all that is in the log, and then to what came of it. */
  async process(): Promise<void> {
    for (let before = await this.log.head(); ;) {
      for (const runner of this.runners) {
        await runner.start();
        if (before !== undefined) await runner.waitFor(before);
        await runner.stop();
      }
      const after = await this.log.head();
      if (after === before) break;
      before = after;
    }
    this.story.push(`${this.clock.now()} the processes have caught up`);
  }

  project(): Promise<void> {
    return this.projector.waitUntilCaughtUp();
  }

  async restartProjector(): Promise<void> {
    await this.projector.stop();
    this.projector.start();
  }

  /** All that happened, after processes and projector have caught up. */
  async settle(): Promise<readonly RecordedEvent[]> {
    await this.process();
    await this.project();
    expect(await this.projector.parked()).toEqual([]);
    // A new account may wait because its parent stands under it by now; a sale never does.
    const parked = this.runners.flatMap((runner) => runner.parked());
    expect(parked.filter(({ process }) => process === saleMakesContracts.name)).toEqual([]);
    const events: RecordedEvent[] = [];
    for await (const page of pagesToEnd(this.log)) events.push(...page.events);
    return events;
  }

  async close(): Promise<void> {
    await this.projector.stop();
    await this.opened.close();
  }

  /** Ids by the names they have in the story. */
  private shown({ type, ...rest }: { readonly type: string }): string {
    const text = JSON.stringify(rest).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => this.names.get(id) ?? id);
    return `${type} ${text}`;
  }

  private async occurred(stream: string) {
    if (this.backDated === undefined) return undefined;
    const last = millisOf((await this.log.read(stream)).at(-1)?.metadata.occurredAt ?? earliest);
    const since = millisOf(this.clock.now()) - last;
    return since < 0 ? undefined : { given: instantOf(last + Math.floor(since * this.backDated)) };
  }
}
