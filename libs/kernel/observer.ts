/** What is told of an event, or of a command: what traces and lines of the log are found by. */
export interface Correlated {
  readonly correlationId: string;
}

/**
 * Who watches the work, for figures and traces. Each method carries the work out and returns what it returns, or throws what it throws. Told are names out
 * of the code, counts, and correlation ids: never what is in a record.
 */
export interface Observer {
  /** A command from its sender's view: looked up, decided, appended. */
  command<T>(type: string, of: Correlated, work: () => Promise<T>): Promise<T>;
  /** One try of the log to take so many events. */
  append<T>(events: number, work: () => Promise<T>): Promise<T>;
  /** A command is decided again because others changed the stream, or its events are sent again because the log was away. */
  retry(because: RetryReason): void;
  /** Read models take these events. */
  projection<T>(events: readonly Correlated[], work: () => Promise<T>): Promise<T>;
  /** A process sends a command because of an event. */
  reaction<T>(process: string, of: Correlated, work: () => Promise<T>): Promise<T>;
}

export type RetryReason = 'conflict' | 'log-unavailable';

/** Nobody watches. */
export const unobserved: Observer = {
  command: (_type, _of, work) => work(),
  append: (_events, work) => work(),
  retry: () => undefined,
  projection: (_events, work) => work(),
  reaction: (_process, _of, work) => work(),
};
