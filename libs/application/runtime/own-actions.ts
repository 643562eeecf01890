import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import type { AdminActions } from '../../projection/admin-actions.js';
import { Maintenance } from '../../projection/maintenance.js';
import { Projector } from '../../projection/projector.js';
import { Processes } from '../processes/processes.js';

/** What operators ask for, done by this process, which projects and runs the processes. */
@Injectable()
export class OwnActions implements AdminActions {
  constructor(
    private readonly projector: Projector,
    private readonly processes: Processes,
    private readonly maintenance: Maintenance,
  ) {}

  rebuild(signal?: AbortSignal): Promise<void> {
    return this.maintenance.rebuild('stop', signal);
  }

  async replay(at: string, key: string): Promise<boolean> {
    const process = this.processes.runners.find((each) => each.status().name === at);
    if (process?.parked().some((parked) => parked.key === key) === true) return process.replay(key);
    const parked = await this.projector.parked();
    if (parked.some((one) => one.model === at && one.key === key))
      return (await this.projector.replay(at, key)) === undefined;
    throw new DomainError('nothing-parked', `Nothing is parked at "${at}" under "${key}". See GET /v1/admin/parked.`);
  }
}

/** Under which `AdminActions` are provided: this process's own where it projects, else requests to whoever does. */
export const ADMIN_ACTIONS = Symbol('AdminActions');
