import type { CommandExecutor } from '../../commands/command-executor.js';
import { newId, type ApiKeyId } from '../../kernel/ids.js';
import { instantOf, millisOf } from '../../kernel/dates.js';
import type { DomainEvent } from '../../kernel/decider.js';
import { ApiKeyIssued, ApiKeyRevoked, type Scope } from '../../organisation/api-key/api-key.events.js';
import { fixedClock, testStart } from '../../testing/log/fixed-clock.js';
import { recorded } from '../../testing/log/builders.js';
import { administratorKeyId, newKey, newKeyOf } from './api-key-text.js';
import { hashOf, KnownKeys } from './known-keys.js';

function openLog() {
  const streams = new Map<string, DomainEvent[]>();
  const read: string[] = [];
  const clock = fixedClock();
  let millis = 0;
  const executor: Pick<CommandExecutor, 'eventsOf'> = {
    eventsOf: (_decider, id) => {
      read.push(id);
      return Promise.resolve((streams.get(id) ?? []).map((event) => recorded(event)));
    },
  };
  const keys = new KnownKeys({ executor, clock, millis: () => millis });
  const append = (id: string, event: DomainEvent): void => {
    streams.set(id, [...(streams.get(id) ?? []), event]);
  };
  return {
    read,
    clock,
    keys,
    append,
    pass: (more: number): void => {
      millis += more;
    },
    issue: (key: string, apiKeyId: ApiKeyId, more: { expiresAt?: ReturnType<typeof instantOf> } = {}): void => {
      const scopes: Scope[] = ['read'];
      append(apiKeyId, ApiKeyIssued.of({ apiKeyId, label: 'Shop', hash: hashOf(key), scopes, ...more }));
    },
    find: (key: string) => keys.find(key, hashOf(key)),
  };
}

describe('the known keys', () => {
  it('have one by the id in its text, and no other that names the same id', async () => {
    const { issue, find } = openLog();
    const apiKeyId = newId<ApiKeyId>();
    const key = newKeyOf(apiKeyId);
    issue(key, apiKeyId);
    expect(await find(key)).toMatchObject({ apiKeyId, scopes: ['read'] });
    expect(await find(newKeyOf(apiKeyId))).toBe('unknown');
    expect(await find(newKey())).toBe('unknown');
  });

  it("have the first administrator's, of which the text names no id", async () => {
    const { issue, find } = openLog();
    const key = newKey();
    issue(key, administratorKeyId);
    expect(await find(key)).toMatchObject({ apiKeyId: administratorKeyId });
  });

  it('are read once for what is asked within half a second; then one is refused that others have revoked', async () => {
    const { issue, find, append, read, pass } = openLog();
    const apiKeyId = newId<ApiKeyId>();
    const key = newKeyOf(apiKeyId);
    issue(key, apiKeyId);
    await Promise.all([find(key), find(key)]);
    append(apiKeyId, ApiKeyRevoked.of({ apiKeyId }));
    pass(499);
    expect(await find(key)).toMatchObject({ apiKeyId });
    expect(read).toEqual([apiKeyId]);
    pass(1);
    expect(await find(key)).toBe('revoked');
  });

  it('are read again at once when this process has changed one', async () => {
    const { issue, find, append, keys } = openLog();
    const apiKeyId = newId<ApiKeyId>();
    const key = newKeyOf(apiKeyId);
    issue(key, apiKeyId);
    await find(key);
    append(apiKeyId, ApiKeyRevoked.of({ apiKeyId }));
    keys.forget();
    expect(await find(key)).toBe('revoked');
  });

  it('have one from the moment it is issued, though it was asked for before', async () => {
    const { issue, find } = openLog();
    const apiKeyId = newId<ApiKeyId>();
    const key = newKeyOf(apiKeyId);
    expect(await find(key)).toBe('unknown');
    issue(key, apiKeyId);
    expect(await find(key)).toMatchObject({ apiKeyId });
  });

  it('refuse one at the moment when it expires', async () => {
    const { issue, find, clock } = openLog();
    const apiKeyId = newId<ApiKeyId>();
    const key = newKeyOf(apiKeyId);
    const expiresAt = instantOf(millisOf(testStart) + 60_000);
    issue(key, apiKeyId, { expiresAt });
    expect(await find(key)).toMatchObject({ apiKeyId });
    clock.set(expiresAt);
    expect(await find(key)).toBe('expired');
  });
});
