/** What one process at a time is in charge of: the progress of these readers. */
export interface Lease {
  readonly name: string;
  /** The readers whose flushes bear it: `projections`, or names of processes. */
  readonly readers: readonly string[];
}

/** A lease that this process holds. */
export interface HeldLease {
  /** Aborts when it is lost: another process holds it, or this one could not say in time that it lives. */
  readonly lost: AbortSignal;
  /** Gives it up, so that another takes it at once. */
  release(): Promise<void>;
}

/**
 * Who is in charge, among processes over one read store. A holder that is killed or paused is followed within seconds. From the moment
 * at which another holds a lease no flush of its readers is stored that the one before began: the store refuses it with `CheckpointMoved`.
 */
export interface Leases {
  /** Resolves when this process holds it; undefined when the signal aborts first. */
  take(lease: Lease, signal: AbortSignal): Promise<HeldLease | undefined>;
  /** Who holds it, as operators read it; undefined when nobody does. */
  holderOf(name: string): Promise<string | undefined>;
}
