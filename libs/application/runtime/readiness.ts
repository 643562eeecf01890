import type { EventLog, Position } from '../../event-log/event-log.js';
import type { Clock } from '../../kernel/dates.js';
import { lagOf, type Lag } from '../../projection/lag.js';
import type { Progress } from '../../projection/progress.js';
import { answersAll, type ReadModelRepairs } from '../../projection/read-model-repair.js';

export interface Readiness {
  /** Every list and report has an answer, and none is further behind the log than a few seconds: under load they always are a little. */
  readonly ready: boolean;
  /** Nothing was in the log, at this moment, that read models and processes had not taken. */
  readonly caughtUp: boolean;
  readonly projections: Behind & { readonly position: Position | undefined; readonly remaking?: ReadModelRepairs };
  readonly processes: readonly (Behind & { readonly name: string; readonly parked: number })[];
}

/** Without `lagSeconds` while the log cannot tell. */
type Behind = Lag | { readonly caughtUp: false };

export interface ProcessProgress {
  readonly name: string;
  readonly position: Position | undefined;
  readonly parked: number;
}

interface Parts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly projector: Pick<Progress, 'position'>;
  /** Each process that runs here; or all that run elsewhere, as one. */
  readonly processes: readonly ProcessProgress[];
  readonly repairs: ReadModelRepairs | undefined;
}

const mostSecondsBehind = 5;

export async function readinessOf({ log, clock, projector, processes, repairs }: Parts): Promise<Readiness> {
  const behind = (position: Position | undefined): Promise<Behind> =>
    lagOf(log, position, clock.now()).catch(() => ({ caughtUp: false }));
  const position = await projector.position();
  const projections = { position, ...(await behind(position)), ...(repairs && { remaking: repairs }) };
  const running = await Promise.all(
    processes.map(async (one) => ({ name: one.name, ...(await behind(one.position)), parked: one.parked })),
  );
  const all: readonly Behind[] = [projections, ...running];
  return {
    ready: answersAll(repairs) && all.every((each) => 'lagSeconds' in each && each.lagSeconds <= mostSecondsBehind),
    caughtUp: all.every(({ caughtUp }) => caughtUp),
    projections,
    processes: running,
  };
}
