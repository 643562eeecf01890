import { hash } from 'node:crypto';
import type { Actor } from '../../kernel/events.js';

/** A key that opens the API. */
export interface KnownKey {
  /** SHA-256 in hex; keys are random 256 bits, so a plain hash is enough. */
  readonly hash: string;
  readonly actor: Actor;
}

export const hashOf = (key: string): string => hash('sha256', key);
