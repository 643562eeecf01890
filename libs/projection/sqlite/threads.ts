import { inThread } from './in-thread.js';
import type { RebuildWork } from './rebuild.worker.js';
import type { VerifyTold, VerifyWork } from './verify.worker.js';
import type { VerifiedAll, VerifyProgress } from './verify-all.js';

/** Fills a file beside the live one in a thread of its own. Ended or killed, it goes on where it was. @throws PoisonEvent */
export const rebuildInThread = (work: RebuildWork, signal: AbortSignal): Promise<void> =>
  inThread(new URL('./rebuild.worker.js', import.meta.url), { workerData: work, signal });

/** `verifyAll` in a thread of its own. @throws LogDamaged */
export async function verifyInThread(
  work: VerifyWork,
  signal: AbortSignal,
  onProgress: VerifyProgress,
): Promise<VerifiedAll> {
  let verified: VerifiedAll | undefined;
  const onTold = (told: VerifyTold): void => {
    if ('verified' in told) verified = told.verified;
    else onProgress(told.step, told.done, told.all);
  };
  await inThread(new URL('./verify.worker.js', import.meta.url), { workerData: work, signal, onTold });
  if (verified === undefined) throw new Error('The verification ended without a result; start it again.');
  return verified;
}
