import type { EventLog, Position } from '../../event-log/event-log.js';
import type { Progress } from '../../projection/progress.js';

interface Parts {
  readonly log: Pick<EventLog, 'head'>;
  /** How far all processes are, wherever they run. */
  readonly progress: Pick<Progress, 'waitFor'>;
}

/** What the log had when this process first asked: whether processes that may run elsewhere have worked on it. */
export class EarlyEvents {
  private head: Position | undefined;
  private done = false;

  constructor(private readonly parts: Parts) {}

  /** False when not in time; once it was true nothing is looked up any more. */
  async areWorkedOn(timeoutMs: number): Promise<boolean> {
    if (this.done) return true;
    this.head ??= await this.parts.log.head();
    this.done = this.head === undefined || (await this.parts.progress.waitFor(this.head, timeoutMs));
    return this.done;
  }
}
