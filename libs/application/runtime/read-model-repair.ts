import { backOff, wait } from '../../projection/wait.js';
import type { ReadModel } from '../../read-store/read-model.js';
import type { Maintenance } from '../adapters/adapters.js';
import { readModels } from '../register/registry.js';

/** Read models that are made anew from the log beside the live file (ADR 11). */
export interface ReadModelRepairs {
  /** These answer meanwhile, with the rows of their older version. */
  readonly older: readonly string[];
  /** These answer 503 until then. */
  readonly missing: readonly string[];
  /** Why the last try failed; the next one goes on where it stopped. */
  readonly problem?: string;
}

/** Whether every read model has something to answer with. */
export const answersAll = (remaking: ReadModelRepairs | undefined): boolean => (remaking?.missing.length ?? 0) === 0;

interface RepairParts {
  readonly maintenance: Pick<Maintenance, 'modelsInState'>;
  readonly onNotice: (line: string) => void;
}

/** Makes anew what the start found missing, damaged or of another version, trying until it is done. */
export class ReadModelRepair {
  private work: Promise<void> = Promise.resolve();
  private problem: string | undefined;

  constructor(
    private readonly parts: RepairParts,
    private readonly remake: () => Promise<void>,
    private readonly signal: AbortSignal,
  ) {}

  start(): void {
    if (this.status() !== undefined) this.work = this.run();
  }

  /** Resolves when there is nothing to be made anew any more, or at the abort. */
  done(): Promise<void> {
    return this.work;
  }

  status(): ReadModelRepairs | undefined {
    const [older, missing] = [this.names('older'), this.names('nothing')];
    if (older.length + missing.length === 0) return undefined;
    return { older, missing, ...(this.problem !== undefined && { problem: this.problem }) };
  }

  private async run(): Promise<void> {
    const stopped = () => this.signal.aborted;
    for (let failures = 0; this.status() !== undefined && !stopped();) {
      try {
        await this.remake();
        this.parts.onNotice('The read models are made anew, and answer from now on.');
      } catch (error) {
        if (stopped()) return;
        this.problem = error instanceof Error ? error.message : String(error);
        failures += 1;
        if (failures === 1) this.parts.onNotice(`The read models could not be made anew yet: ${this.problem}`);
        await wait(backOff(failures), this.signal);
      }
    }
  }

  private names(state: 'older' | 'nothing'): readonly string[] {
    return this.parts.maintenance.modelsInState(state, readModels).map(({ name }: ReadModel) => name);
  }
}
