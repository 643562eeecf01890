import type { Snapshot } from './read-store.js';

/** What a read is made of: rows of one moment, and personal data opened. */
export interface ReadFrom {
  readonly store: Snapshot;
  readonly open: <T>(value: T) => Promise<T>;
}

/**
 * A read that may take long. What is asked and what is answered is data and all else is imported, so that it can be made in a thread of
 * its own (ADR 51).
 */
export interface LongRead<Asked = never, Answer = unknown> {
  /** By which a thread finds it. */
  readonly name: string;
  readonly answer: (from: ReadFrom, asked: Asked) => Promise<Answer>;
}

/** Makes long reads somewhere else than on the thread that serves. */
export interface LongReads {
  /** @throws DomainError `too-many-reads` when too many wait already @throws ReadStoreUnavailable and what the read throws */
  make<Asked, Answer>(read: LongRead<Asked, Answer>, asked: Asked): Promise<Answer>;
}
