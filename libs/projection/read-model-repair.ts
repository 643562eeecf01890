import type { ReadModel } from '../read-store/read-model.js';
import { modelsInState, type ReadStoreMaintenance } from '../read-store/read-store-maintenance.js';
import { messageOf } from './parked.js';
import { backOff, wait as waitInTime, type Wait } from './wait.js';

/** Read models that are made again from the log beside the served ones (ADR 11). */
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
  readonly maintenance: Pick<ReadStoreMaintenance, 'states'>;
  readonly models: readonly ReadModel[];
  readonly rebuild: (signal: AbortSignal) => Promise<void>;
  /** Is told, in a line, how it went. */
  readonly onNotice: (line: string) => void;
  readonly wait?: Wait;
}

/** Makes again what the start found missing, damaged or of another version, trying until it is done. */
export class ReadModelRepair {
  private work: Promise<void> = Promise.resolve();
  private problem: string | undefined;

  constructor(private readonly parts: RepairParts) {}

  /** Until the signal aborts. Another start goes on once the one before it has ended. */
  start(signal: AbortSignal): void {
    this.work = this.work.then(() => this.run(signal));
  }

  /** Resolves when there is nothing to be made again any more, or at the abort. */
  done(): Promise<void> {
    return this.work;
  }

  async status(): Promise<ReadModelRepairs | undefined> {
    const { maintenance, models } = this.parts;
    const states = await maintenance.states(models);
    const names = (state: 'older' | 'nothing') => modelsInState(state, states, models).map(({ name }) => name);
    const [older, missing] = [names('older'), names('nothing')];
    if (older.length + missing.length === 0) return undefined;
    return { older, missing, ...(this.problem !== undefined && { problem: this.problem }) };
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { rebuild, onNotice, wait = waitInTime } = this.parts;
    const stopped = () => signal.aborted;
    for (let failures = 0; !stopped();) {
      try {
        if ((await this.status()) === undefined) return;
        await rebuild(signal);
        onNotice('The read models are rebuilt, and answer from now on.');
      } catch (error) {
        if (stopped()) return;
        this.problem = messageOf(error);
        failures += 1;
        if (failures === 1) onNotice(`The read models could not be rebuilt yet: ${this.problem}`);
        await wait(backOff(failures), signal);
      }
    }
  }
}
