import type { AggregateRef, CommandRunner } from '../../commands/command-executor.js';
import type { StreamState } from '../../commands/stream-state.js';
import type { Instant } from '../../kernel/dates.js';
import type { ExpectedRevision } from '../../event-log/event-log.js';

/** Records as their streams have them, each read once; many may be asked for at once. */
export class LoadedRecords {
  private readonly loaded = new Map<string, Loaded<unknown>>();

  constructor(private readonly runner: Pick<CommandRunner, 'load' | 'loadAt'>) {}

  load<State>(aggregate: AggregateRef<State>, id: string): Promise<StreamState<State>> {
    return this.once(aggregate, `${aggregate.category}-${id}`, () => this.runner.load(aggregate, id));
  }

  /** As it was then; without a time, as it is. */
  async loadAt<State>(
    aggregate: AggregateRef<State>,
    id: string,
    at: Instant | undefined,
  ): Promise<StreamState<State>> {
    const now = await this.load(aggregate, id);
    const isSame = at === undefined || now.lastOccurredAt === undefined || now.lastOccurredAt <= at;
    if (isSame) return now;
    return this.once(aggregate, `${aggregate.category}-${id} ${at}`, () => this.runner.loadAt(aggregate, id, at));
  }

  know<State>(aggregate: AggregateRef<State>, id: string, state: StreamState<State>): void {
    this.loaded.set(`${aggregate.category}-${id}`, new Loaded(aggregate, Promise.resolve(state)));
  }

  /** Undefined for a record that was not read. */
  async revisionOf<State>(aggregate: AggregateRef<State>, id: string): Promise<ExpectedRevision | undefined> {
    return (await this.found(aggregate, `${aggregate.category}-${id}`)?.state)?.revision;
  }

  private once<State>(aggregate: AggregateRef<State>, key: string, load: () => Promise<StreamState<State>>) {
    const found = this.found(aggregate, key);
    if (found !== undefined) return found.state;
    const state = load();
    this.loaded.set(key, new Loaded(aggregate, state));
    return state;
  }

  private found<State>(aggregate: AggregateRef<State>, key: string): Loaded<State> | undefined {
    const found = this.loaded.get(key);
    return found?.isOf(aggregate) ? found : undefined;
  }
}

class Loaded<State> {
  constructor(
    private readonly aggregate: AggregateRef<State>,
    readonly state: Promise<StreamState<State>>,
  ) {}

  isOf<S>(aggregate: AggregateRef<S>): this is Loaded<S> {
    return Object.is(this.aggregate, aggregate);
  }
}
