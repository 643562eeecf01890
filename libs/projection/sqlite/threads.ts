import type { MaintenanceWork } from '../maintenance.js';
import type { VerifiedAll, VerifyProgress } from '../verify-all.js';
import { inThread } from './in-thread.js';
import type { RebuildWork } from './rebuild.worker.js';
import type { VerifyTold, VerifyWork } from './verify.worker.js';

/** The long work of maintenance in threads of their own, which the signal ends; what a fill has stored stays. */
export const workInThreads = (work: VerifyWork, signal: AbortSignal): MaintenanceWork => ({
  fillNext: (onPoison) => {
    const workerData: RebuildWork = { ...work, onPoison };
    return inThread(new URL('./rebuild.worker.js', import.meta.url), { workerData, signal });
  },
  verify: (onProgress) => verifyInThread(work, signal, onProgress),
});

async function verifyInThread(work: VerifyWork, signal: AbortSignal, onProgress: VerifyProgress): Promise<VerifiedAll> {
  let verified: VerifiedAll | undefined;
  const onTold = (told: VerifyTold): void => {
    if ('verified' in told) verified = told.verified;
    else onProgress(told.step, told.done, told.all);
  };
  await inThread(new URL('./verify.worker.js', import.meta.url), { workerData: work, signal, onTold });
  if (verified === undefined) throw new Error('The verification ended without a result; start it again.');
  return verified;
}
