import { hash, timingSafeEqual } from 'node:crypto';
import type { CommandExecutor } from '../../commands/command-executor.js';
import { foldOf } from '../../commands/stream-state.js';
import type { Clock } from '../../kernel/dates.js';
import { LruMap } from '../../kernel/lru-map.js';
import { apiKey, type ApiKey } from '../../organisation/api-key/api-key.js';
import { aggregates } from '../register/aggregates.js';
import { administratorKeyId, apiKeyIdOf } from './api-key-text.js';

/** SHA-256 in hex; keys are random 256 bits, so a plain hash is enough. */
export const hashOf = (key: string): string => hash('sha256', key);

/** Why a key opens nothing. */
export type KeyRefusal = 'unknown' | 'revoked' | 'expired';

interface KeyReading {
  readonly at: number;
  readonly key: Promise<ApiKey | undefined>;
}

interface Parts {
  readonly executor: Pick<CommandExecutor, 'eventsOf'>;
  readonly clock: Clock;
  /** Milliseconds that only go forward. */
  readonly millis: () => number;
}

/** What is known of a key is read in the log again after so many milliseconds: one that another process revokes is refused within a second. */
const freshFor = 500;
const keysKept = 1_000;

/** The keys that are in the log, each found by its own stream: no list of them has to be read first, or kept up to date (ADR 46). */
export class KnownKeys {
  private readonly readings = new LruMap<string, KeyReading>(keysKept);

  constructor(private readonly parts: Parts) {}

  /** The key as the log has it, or why it opens nothing. `hashed`: its `hashOf`. */
  async find(key: string, hashed: string): Promise<ApiKey | KeyRefusal> {
    const known = await this.reading(key, hashed).key;
    if (known === undefined) return 'unknown';
    if (known.revoked) return 'revoked';
    return known.expiresAt !== undefined && known.expiresAt <= this.parts.clock.now() ? 'expired' : known;
  }

  /** This process has changed a key: all are read again. */
  forget(): void {
    this.readings.clear();
  }

  private reading(key: string, hashed: string): KeyReading {
    const now = this.parts.millis();
    const earlier = this.readings.get(hashed);
    if (earlier !== undefined && now - earlier.at < freshFor) return earlier;
    const reading = { at: now, key: this.read(key, hashed) };
    this.readings.set(hashed, reading);
    const drop = (): void => {
      if (this.readings.get(hashed) === reading) this.readings.delete(hashed);
    };
    // What is not known takes no room, and is looked for again.
    reading.key.then((found) => {
      if (found === undefined) drop();
    }, drop);
    return reading;
  }

  private async read(key: string, hashed: string): Promise<ApiKey | undefined> {
    for (const id of [apiKeyIdOf(key, hashed), administratorKeyId]) {
      // Not loaded as commands load: guesses would take the room of records that are used.
      const events = await this.parts.executor.eventsOf(aggregates.apiKey, id);
      const state = events.reduce(foldOf(apiKey), apiKey.initialState);
      if (state !== null && timingSafeEqual(Buffer.from(state.hash, 'hex'), Buffer.from(hashed, 'hex'))) return state;
    }
    return undefined;
  }
}
