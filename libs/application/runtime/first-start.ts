import { randomBytes } from 'node:crypto';
import type { CommandContext } from '../../commands/command-context.js';
import type { CommandExecutor } from '../../commands/command-executor.js';
import { derivedId, type ApiKeyId, type CommandId } from '../../kernel/ids.js';
import { apiKey } from '../../organisation/api-key/api-key.js';
import { lostReasonIdOf, notStated } from '../../organisation/lost-reason/lost-reason.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { aggregates } from '../register/aggregates.js';
import { hashOf, type KnownKey } from './known-keys.js';

const administratorKeyId = derivedId<ApiKeyId>('apiKey', 'administrator');

/**
 * What an empty Tidemark has: the project "CRM" (SYS-03), a lost reason for imports, and the administrator's key, which is
 * announced once and kept as its hash. Does nothing at later starts, nor where another process comes first: only a key that is in the log is
 * announced, by the process that issued it. Returns the key that opens the API.
 */
export async function firstStart(
  executor: CommandExecutor,
  adminApiKey: string | undefined,
  announceKey: (key: string) => void,
): Promise<KnownKey> {
  const context = (what: string): CommandContext => {
    const commandId = derivedId<CommandId>('first start', what);
    const actor = { kind: 'process', id: 'first-start' } as const;
    return { commandId, fingerprint: what, correlationId: commandId, actor, source: 'process' };
  };
  await executor.execute(
    aggregates.project,
    { type: 'CreateProject', projectId: crmProjectId, name: 'CRM', references: [] },
    context('project CRM'),
  );
  await executor.execute(
    aggregates.lostReason,
    { type: 'AddLostReason', lostReasonId: lostReasonIdOf(notStated.code), ...notStated },
    context('lost reason'),
  );
  const actor = { kind: 'key', id: administratorKeyId } as const;
  if (adminApiKey !== undefined) return { hash: hashOf(adminApiKey), actor };
  const { state } = await executor.load(apiKey, administratorKeyId);
  if (state !== null) return { hash: state.hash, actor };
  const key = `tm_${randomBytes(32).toString('base64url')}`;
  const hash = hashOf(key);
  const issued = await executor.execute(
    apiKey,
    { type: 'IssueApiKey', apiKeyId: administratorKeyId, label: 'administrator', hash },
    context('administrator key'),
  );
  // Another process may have issued one at the same moment, under the same command: what is in the log counts.
  const known = issued.state?.hash ?? hash;
  if (known === hash) announceKey(key);
  return { hash: known, actor };
}
