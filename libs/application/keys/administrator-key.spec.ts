import { CommandExecutor } from '../../commands/command-executor.js';
import { MemoryEventLog } from '../../event-log/memory/memory-event-log.js';
import { newId, type ApiKeyId } from '../../kernel/ids.js';
import { Sealer } from '../../sealing/sealer.js';
import { MemoryKeyStore } from '../../sealing/memory-key-store.js';
import { commandContext } from '../../testing/log/builders.js';
import { fixedClock } from '../../testing/log/fixed-clock.js';
import { aggregates } from '../register/aggregates.js';
import { registry } from '../register/registry.js';
import { AdministratorKey } from './administrator-key.js';
import { administratorKeyId, newKey, newKeyOf } from './api-key-text.js';
import { hashOf, KnownKeys } from './known-keys.js';

/** A log, and starts of a Tidemark on it, each with caches of its own. */
function openLog() {
  const clock = fixedClock();
  const log = new MemoryEventLog(clock);
  const sealer = new Sealer(new MemoryKeyStore(), registry);
  const executor = () => new CommandExecutor({ log, registry, sealer, clock });
  const announced: string[] = [];
  return {
    announced,
    start: (given: { readonly adminApiKey?: string; readonly file?: string }) => {
      const { file, ...rest } = given;
      const firstKey = { kept: () => file ?? newKey(), announce: () => void announced.push(file ?? '') };
      return new AdministratorKey(executor(), clock).admit({ ...rest, ...(file !== undefined && { firstKey }) });
    },
    opens: async (key: string) => {
      const found = await new KnownKeys({ executor: executor(), clock, millis: () => 0 }).find(key, hashOf(key));
      return typeof found === 'string' ? found : found.scopes;
    },
    issue: (key: string, apiKeyId: ApiKeyId, scopes: readonly ('read' | 'admin')[]) =>
      executor().execute(
        aggregates.apiKey,
        { type: 'IssueApiKey', apiKeyId, label: 'Other', hash: hashOf(key), scopes, now: clock.now() },
        commandContext(),
      ),
    revoke: (apiKeyId: ApiKeyId) =>
      executor().execute(aggregates.apiKey, { type: 'RevokeApiKey', apiKeyId }, commandContext()),
  };
}
const [a, b, c] = [newKey(), newKey(), newKey()];

describe('the first key', () => {
  it('is issued once, and announced when it is', async () => {
    const { start, opens, announced } = openLog();
    await start({ file: a });
    expect([await opens(a), announced]).toEqual([['admin'], [a]]);
    await start({ file: b });
    expect([await opens(a), await opens(b), announced]).toEqual([['admin'], 'unknown', [a]]);
  });

  it('is not issued where nobody would keep it', async () => {
    const { start, opens, announced } = openLog();
    await start({});
    await start({ file: a });
    expect([await opens(a), announced]).toEqual([['admin'], [a]]);
  });
});

describe('ADMIN_API_KEY', () => {
  it('is issued where it is new, opens at the next start without it, and is not announced', async () => {
    const { start, opens, announced } = openLog();
    await start({ adminApiKey: a });
    await start({ adminApiKey: a });
    await start({ file: b });
    expect([await opens(a), await opens(b), announced]).toEqual([['admin'], 'unknown', []]);
  });

  it('takes the place of the one before it, which opens nothing any more', async () => {
    const { start, opens } = openLog();
    await start({ file: a });
    await start({ adminApiKey: b });
    expect([await opens(a), await opens(b)]).toEqual(['revoked', ['admin']]);
    await start({ adminApiKey: c });
    expect([await opens(a), await opens(b), await opens(c)]).toEqual(['revoked', 'revoked', ['admin']]);
  });

  it('that was replaced is refused with what to do, and comes back never', async () => {
    const { start, opens } = openLog();
    await start({ adminApiKey: a });
    await start({ adminApiKey: b });
    await expect(start({ adminApiKey: a })).rejects.toThrow(
      /ADMIN_API_KEY was replaced by a newer one.*Set it to the newer key/,
    );
    await start({});
    expect([await opens(a), await opens(b)]).toEqual(['revoked', ['admin']]);
  });

  it('that was revoked is refused; a new one opens then, and takes its place', async () => {
    const { start, opens, revoke } = openLog();
    await start({ adminApiKey: a });
    await revoke(administratorKeyId);
    await expect(start({ adminApiKey: a })).rejects.toThrow('ADMIN_API_KEY was revoked.');
    await start({ adminApiKey: b });
    await start({ adminApiKey: c });
    expect([await opens(b), await opens(c)]).toEqual(['revoked', ['admin']]);
  });

  it("may be a key that was issued, where it is an administrator's and has its secret", async () => {
    const { start, opens, issue } = openLog();
    await start({ adminApiKey: a });
    const [reading, managing] = [newId<ApiKeyId>(), newId<ApiKeyId>()];
    const [reader, manager] = [newKeyOf(reading), newKeyOf(managing)];
    await issue(reader, reading, ['read']);
    await issue(manager, managing, ['admin']);
    await expect(start({ adminApiKey: reader })).rejects.toThrow('ADMIN_API_KEY was issued for read only.');
    await expect(start({ adminApiKey: newKeyOf(managing) })).rejects.toThrow('with another secret');
    await start({ adminApiKey: manager });
    expect([await opens(a), await opens(manager)]).toEqual(['revoked', ['admin']]);
  });
});
