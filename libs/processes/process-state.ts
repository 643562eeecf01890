import type { RecordedEvent } from '../kernel/events.js';
import type { DocumentChange, ReadStore } from '../read-store/read-store.js';
import type { AnyCommand, AnyProcess, KeyedProcess } from './process.js';

/** The collection that has the documents of a process's keys. */
export const statesOf = (process: string): string => `process:${process}`;

/** The documents of a process's keys while some of its events are worked on: as stored, and as changed since. */
export class KeyedStates {
  private readonly changes = new Map<string, object | null>();

  constructor(
    private readonly process: string,
    private readonly stored: ReadonlyMap<string, object> = new Map(),
  ) {}

  /** Those that these events are about. */
  static async load<Command extends AnyCommand>(
    process: AnyProcess<Command>,
    store: Pick<ReadStore, 'documents'>,
    events: readonly RecordedEvent[],
  ): Promise<KeyedStates> {
    if (!('keyOf' in process) || events.length === 0) return new KeyedStates(process.name);
    const keys = new Set(events.flatMap((event) => keysIn(process, event)));
    return new KeyedStates(process.name, await store.documents(statesOf(process.name), [...keys]));
  }

  get(key: string): object | undefined {
    const changed = this.changes.get(key);
    return changed === undefined ? this.stored.get(key) : (changed ?? undefined);
  }

  /** `undefined`: stays as it is. */
  set(key: string, state: object | null | undefined): void {
    if (state !== undefined) this.changes.set(key, state);
  }

  /** What became of each that was changed; null: nothing is kept. */
  changed(): ReadonlyMap<string, object | null> {
    return this.changes;
  }

  /** What is to be stored. */
  documents(): readonly DocumentChange[] {
    return [...this.changes].map(([id, document]) => ({ collection: statesOf(this.process), id, document }));
  }
}

/** None where the process stumbles over the event: it does so again when it is to react, and the event is parked then. */
function keysIn(process: Pick<KeyedProcess, 'keyOf'>, event: RecordedEvent): readonly string[] {
  try {
    return [process.keyOf(event)];
  } catch {
    return [];
  }
}
