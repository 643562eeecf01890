import type { EventLog } from '../../event-log/event-log.js';
import type { Clock } from '../../kernel/dates.js';
import type { ProcessRunnerOptions } from '../../processes/process-runner.js';
import type { OnPoison } from '../../projection/parked.js';
import type { ProjectionWriters } from '../../projection/projection-writer.js';
import type { Projector } from '../../projection/projector.js';
import type { Difference } from '../../projection/sqlite/verify.js';
import type { VerifiedAll, VerifyProgress } from '../../projection/sqlite/verify-all.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { ReadStore } from '../../read-store/read-store.js';
import type { KeyStore } from '../../sealing/key-store.js';

export type { Difference, VerifiedAll, VerifyProgress };

/** How a read model stands in the store: as this code makes it, as older code made it, or not at all. */
export type ModelState = 'current' | 'older' | 'nothing';

/** What fills read models beside those that answer. */
export interface Maintenance {
  modelsInState(state: ModelState, models: readonly ReadModel[]): readonly ReadModel[];
  /** Fills all read models again beside the live ones, and takes them over when they have caught up. Cut off, it goes on where it was. */
  rebuild(projector: Projector, onPoison: OnPoison, signal: AbortSignal): Promise<void>;
  /** Checks the whole log, its keys, and whether the read models are, byte for byte, what it makes of them. @throws LogDamaged */
  verify(onProgress: VerifyProgress, signal: AbortSignal): Promise<VerifiedAll>;
}

/**
 * What a runtime stands on: the log, the stores and who writes them. Only adapters know folders, threads and servers. The runtime
 * releases them when it closes.
 */
export interface Adapters {
  readonly log: EventLog;
  readonly keys: KeyStore;
  readonly store: ReadStore;
  /** What processes keep their checkpoints and documents in. */
  readonly processStore: ProcessRunnerOptions['store'];
  /** Who writes the read models; without it whoever projects. */
  readonly writers?: ProjectionWriters | undefined;
  readonly maintenance: Maintenance;
  readonly clock: Clock;
  /** Is told, in a line, of what operators should know. */
  onNotice(line: string): void;
  release(): Promise<void>;
}

/** Under which it is provided: `@Inject(ADAPTERS)`. */
export const ADAPTERS = Symbol('Adapters');
