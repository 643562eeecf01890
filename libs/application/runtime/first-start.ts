import type { CommandExecutor } from '../../commands/command-executor.js';
import { lostReasonIdOf, notStated } from '../../organisation/lost-reason/lost-reason.js';
import { crmProjectId } from '../../organisation/project/project.js';
import { firstStartContext } from '../lifecycle/first-start-context.js';
import { aggregates } from '../register/aggregates.js';

/** What an empty Tidemark has: the project "CRM" (SYS-03), and a lost reason for imports. Does nothing at later starts, nor where another process comes first. */
export async function firstStart(executor: CommandExecutor): Promise<void> {
  await executor.execute(
    aggregates.project,
    { type: 'CreateProject', projectId: crmProjectId, name: 'CRM', references: [] },
    firstStartContext('project CRM'),
  );
  await executor.execute(
    aggregates.lostReason,
    { type: 'AddLostReason', lostReasonId: lostReasonIdOf(notStated.code), ...notStated },
    firstStartContext('lost reason'),
  );
}
