import type { Facts, Log } from './log.js';

/** Calls back once, some time from now. */
export type Later = (run: () => void) => void;

/** Seconds. */
const between = 10;
/** Different faults that are counted at once; further ones are told together. */
const mostKinds = 100;

const inAWhile: Later = (run) => void setTimeout(run, between * 1_000).unref();

/**
 * Tells a fault when it is there, and then now and then how often it came again: a full disk fails each command, and would fill the log
 * with one line.
 */
export class Repeats implements Pick<Log, 'error'> {
  /** How often each came again since it was told. */
  private readonly again = new Map<string, number>();

  constructor(
    private readonly log: Pick<Log, 'error'>,
    private readonly later: Later = inAWhile,
  ) {}

  error(message: string, facts?: Facts): void {
    const kind = this.again.has(message) || this.again.size < mostKinds ? message : 'More faults, of other kinds.';
    const times = this.again.get(kind);
    if (times === undefined) this.tell(kind, facts);
    else this.again.set(kind, times + 1);
  }

  private tell(kind: string, facts: Facts | undefined): void {
    this.log.error(kind, facts);
    this.again.set(kind, 0);
    this.later(() => {
      const times = this.again.get(kind) ?? 0;
      this.again.delete(kind);
      if (times > 0) this.tell(kind, { again: times, seconds: between });
    });
  }
}
