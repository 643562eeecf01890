import type { Lease, Leases } from '../../read-store/leases.js';
import { backOff, wait as waitInTime, type Wait } from '../../projection/wait.js';

/** Work that one process at a time does. */
export interface Charge {
  readonly lease: Lease;
  readonly begin: () => Promise<void>;
  /** At the loss of the lease, or at the end of this process; also when it could not begin. */
  readonly end: () => Promise<void>;
}

interface Options {
  readonly signal: AbortSignal;
  /** Is told, in a line, when this process takes over, loses the lease, or cannot begin. */
  readonly onNotice: (line: string) => void;
  readonly wait?: Wait;
}

/** Does the work whenever this process holds the lease, until the signal aborts. A lease that is lost is sought again. */
export async function whileInCharge(
  leases: Leases,
  { lease, begin, end }: Charge,
  { signal, onNotice, wait = waitInTime }: Options,
): Promise<void> {
  const stopped = () => signal.aborted;
  for (let failures = 0; !stopped();) {
    try {
      const held = await leases.take(lease, signal);
      if (held === undefined) return;
      try {
        await begin();
        failures = 0;
        onNotice(`This process is in charge of ${lease.name} from now on.`);
        await aborted(AbortSignal.any([signal, held.lost]));
      } finally {
        await end();
        await held.release();
      }
      if (!stopped()) onNotice(`Another process may be in charge of ${lease.name} now: this one waits for its turn.`);
    } catch (error) {
      failures += 1;
      const message = error instanceof Error ? error.message : String(error);
      if (failures === 1 && !stopped()) onNotice(`This process cannot be in charge of ${lease.name} yet: ${message}`);
      if (!stopped()) await wait(backOff(failures), signal);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
