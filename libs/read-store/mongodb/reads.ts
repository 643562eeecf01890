import type { ClientSession } from 'mongodb';

/** What each request of one question is made with. */
export interface Reads {
  /** Undefined: each request is of a moment of its own. */
  readonly session: ClientSession | undefined;
  readonly maxTimeMS: number;
}

/** A stored row or document as it was. */
export const parsed = <T>(text: string): T => JSON.parse(text) as T;
