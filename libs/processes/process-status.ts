import type { Position } from '../event-log/event-log.js';

/** How a process stands, where it runs. */
export interface ProcessStatus {
  readonly name: string;
  /** `waiting`: for another try after an error. `failed`: it cannot go on without an operator. */
  readonly state: 'stopped' | 'running' | 'waiting' | 'failed';
  readonly position: Position | undefined;
  readonly caughtUp: boolean;
  readonly parked: number;
  readonly problem?: string;
}
