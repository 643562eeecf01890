import type { AdminActions } from '../../projection/admin-actions.js';
import type { ReadModelRepair } from '../../projection/read-model-repair.js';
import type { Projector } from '../../projection/projector.js';
import { carryOutRequests, type Action } from '../../projection/requests.js';
import { projections } from '../../read-store/read-store.js';
import type { Adapters } from '../adapters/adapters.js';
import type { Charge } from '../lifecycle/in-charge.js';
import type { Processes } from '../processes/processes.js';
import { doesProcess, doesProject, type Settings } from '../settings/settings.js';

interface Parts {
  readonly adapters: Pick<Adapters, 'store' | 'clock'>;
  readonly settings: Settings;
  readonly projector: Projector;
  readonly processes: Processes;
  readonly repair: ReadModelRepair;
  readonly actions: AdminActions;
}

/** What this process does with the log, as it is set: keep up the read models, run the processes. */
export function chargesOf(parts: Parts): readonly Charge[] {
  const { settings } = parts;
  return [...(doesProject(settings) ? [projecting(parts)] : []), ...(doesProcess(settings) ? [processing(parts)] : [])];
}

function projecting(parts: Parts): Charge {
  const { projector, repair, processes } = parts;
  const requests = new Requests(parts, (action) => !isOfProcess(processes, action));
  return {
    lease: { name: projections, readers: [projections] },
    begin: () => {
      projector.start();
      repair.start(requests.start());
      return Promise.resolve();
    },
    end: async () => {
      await requests.stop();
      await projector.stop();
    },
  };
}

function processing(parts: Parts): Charge {
  const { processes } = parts;
  const requests = new Requests(parts, (action) => isOfProcess(processes, action));
  return {
    lease: processes.lease,
    begin: async () => {
      await processes.start();
      requests.start();
    },
    end: async () => {
      await requests.stop();
      await processes.stop();
    },
  };
}

const isOfProcess = ({ runners }: Processes, action: Action): boolean =>
  action.kind === 'replay' && runners.some((runner) => runner.status().name === action.at);

/** What is asked for by documents, carried out while this process is in charge. Where all runs in one process nobody asks so. */
class Requests {
  private ending = new AbortController();
  private carryingOut: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: Parts,
    private readonly isMine: (action: Action) => boolean,
  ) {}

  start(): AbortSignal {
    const { signal } = (this.ending = new AbortController());
    const { adapters, settings, actions } = this.parts;
    const { isMine } = this;
    if (settings.follows !== undefined) this.carryingOut = carryOutRequests(actions, { ...adapters, signal, isMine });
    return signal;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.carryingOut;
  }
}
