import { DomainError } from '../../kernel/domain-error.js';
import type { ProjectId } from '../../kernel/ids.js';
import type { Lookups } from '../lookups/lookups.js';

/** Refuses a parent that stands below the project itself. */
export async function refuseProjectCycle(lookups: Lookups, projectId: ProjectId, parentId: ProjectId): Promise<void> {
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
    above = (await lookups.project(above)).parentId;
  }
}
