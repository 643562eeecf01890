import type { CommandExecutor } from '../../commands/command-executor.js';
import type { Clock } from '../../kernel/dates.js';
import type { ApiKeyId } from '../../kernel/ids.js';
import type { ApiKey } from '../../organisation/api-key/api-key.js';
import { firstStartContext } from '../lifecycle/first-start-context.js';
import { aggregates } from '../register/aggregates.js';
import { ConfigError } from '../settings/config.js';
import type { FirstKey } from '../settings/settings.js';
import { administratorKeyId, apiKeyIdOf } from './api-key-text.js';
import { hashOf } from './known-keys.js';

interface Given {
  /** `ADMIN_API_KEY`. */
  readonly adminApiKey?: string | undefined;
  readonly firstKey?: FirstKey | undefined;
}

/**
 * The administrator's key at a start (ADR 46): the one that is given is issued where it is new, and takes the place of the one before it;
 * without one, a first key is issued where there is none. @throws ConfigError for one that was replaced or revoked
 */
export class AdministratorKey {
  constructor(
    private readonly executor: CommandExecutor,
    private readonly clock: Clock,
  ) {}

  async admit({ adminApiKey, firstKey }: Given): Promise<void> {
    if (adminApiKey !== undefined) return this.admitGiven(adminApiKey);
    if (firstKey === undefined || (await this.load(administratorKeyId)) !== null) return;
    const hash = hashOf(firstKey.kept());
    // Another process may have issued one at the same moment, under the same command: what is in the log counts.
    if ((await this.issue(administratorKeyId, hash)).hash === hash) firstKey.announce();
  }

  private async admitGiven(key: string): Promise<void> {
    const hash = hashOf(key);
    const first = (await this.load(administratorKeyId)) ?? (await this.issue(administratorKeyId, hash));
    const id = first.hash === hash ? administratorKeyId : apiKeyIdOf(key, hash);
    this.mustOpenAll((await this.load(id)) ?? (await this.issue(id, hash)), hash);
    // Another start may take the place of this one's key meanwhile: that stands.
    for (let chain = await this.chain(); !chain.includes(id); chain = await this.chain()) {
      const last = chain.at(-1) ?? administratorKeyId;
      await this.executor.execute(
        aggregates.apiKey,
        { type: 'ReplaceApiKey', apiKeyId: last, replacedBy: id },
        firstStartContext(`replace ${last} by ${id}`),
      );
    }
  }

  private mustOpenAll(key: ApiKey, given: string): void {
    const wrong = this.wrongWith(key, given);
    if (wrong === undefined) return;
    throw new ConfigError(
      `ADMIN_API_KEY ${wrong}. Set it to the newer key, or to one that was never used; or leave it out: the last administrator's key opens then.`,
    );
  }

  private wrongWith({ revoked, expiresAt, scopes, replacedBy, hash }: ApiKey, given: string): string | undefined {
    if (hash !== given) return 'names the id of a key that was issued with another secret';
    if (replacedBy !== undefined) return `was replaced by a newer one (${replacedBy})`;
    if (revoked) return 'was revoked';
    if (expiresAt !== undefined && expiresAt <= this.clock.now()) return `expired at ${expiresAt}`;
    return scopes.includes('admin') ? undefined : `was issued for ${scopes.join(', ')} only`;
  }

  /** The keys that took each other's place, the last one at the end. */
  private async chain(): Promise<readonly ApiKeyId[]> {
    const chain: ApiKeyId[] = [];
    for (let next: ApiKeyId | undefined = administratorKeyId; next !== undefined;) {
      chain.push(next);
      next = (await this.load(next))?.replacedBy;
    }
    return chain;
  }

  private async load(id: ApiKeyId): Promise<ApiKey | null> {
    return (await this.executor.load(aggregates.apiKey, id)).state.state;
  }

  private async issue(apiKeyId: ApiKeyId, hash: string): Promise<ApiKey> {
    const issued = await this.executor.execute(
      aggregates.apiKey,
      { type: 'IssueApiKey', apiKeyId, label: 'administrator', hash, scopes: ['admin'], now: this.clock.now() },
      firstStartContext(apiKeyId === administratorKeyId ? 'administrator key' : `administrator key ${apiKeyId}`),
    );
    if (issued.state.state === null) throw new TypeError(`The key ${apiKeyId} was issued and is not there.`);
    return issued.state.state;
  }
}
