import type { EventLog, Position } from '../../event-log/event-log.js';
import type { Clock } from '../../kernel/dates.js';
import type { ProcessRunnerOptions } from '../../processes/process-runner.js';
import type { MaintenanceWork } from '../../projection/maintenance.js';
import type { ProjectionWriters } from '../../projection/projection-writer.js';
import type { Leases } from '../../read-store/leases.js';
import type { LongReads } from '../../read-store/long-read.js';
import type { ReadStore } from '../../read-store/read-store.js';
import type { ReadStoreMaintenance } from '../../read-store/read-store-maintenance.js';
import type { KeyStore } from '../../sealing/key-store.js';

/**
 * What a runtime stands on: the log, the stores and who writes them. Only adapters know folders, threads and servers. The runtime
 * releases them when it closes.
 */
export interface Adapters {
  readonly log: EventLog;
  /** Of the log as it is stored, as operators compare it: `sqlite-1`. */
  readonly logFormat: string;
  /** How many events the log has after one of its places up to another, where it can tell without reading them. */
  readonly eventsBetween?: ((from: Position | undefined, to: Position) => number) | undefined;
  readonly keys: KeyStore;
  readonly store: ReadStore;
  /** Where long reads are made; without it where all others are. */
  readonly longReads?: LongReads | undefined;
  /** What processes keep their checkpoints and documents in. */
  readonly processStore: ProcessRunnerOptions['store'];
  /** Who writes the read models; without it whoever projects. */
  readonly writers?: ProjectionWriters | undefined;
  readonly maintenance: ReadStoreMaintenance;
  /** Where several processes share the store: who is in charge of projections, and who of processes. */
  readonly leases?: Leases | undefined;
  /** Where the long work of maintenance is done; the signal ends it, and what it has stored stays. */
  maintenanceWork(signal: AbortSignal): MaintenanceWork;
  readonly clock: Clock;
  /** Is told, in a line, of what operators should know. */
  onNotice(line: string): void;
  release(): Promise<void>;
}

/** Under which it is provided: `@Inject(ADAPTERS)`. */
export const ADAPTERS = Symbol('Adapters');
