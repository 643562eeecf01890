import { DomainError } from '../../../libs/kernel/domain-error.js';
import type { ProjectId } from '../../../libs/kernel/ids.js';
import type { Lookups } from '../commands/facts.js';

/** Refuses a parent that stands below the project itself. */
export async function refuseProjectCycle(facts: Lookups, projectId: ProjectId, parentId: ProjectId): Promise<void> {
  const seen = new Set<string>();
  let above: ProjectId | null = parentId;
  while (above !== null && !seen.has(above)) {
    if (above === projectId) {
      throw new DomainError(
        'project-cycle',
        `The project ${projectId} would stand under itself. Choose another parent.`,
      );
    }
    seen.add(above);
    above = (await facts.project(above)).parentId;
  }
}
