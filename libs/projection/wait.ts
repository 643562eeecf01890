import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal aborts. Passed in, so that tests need not wait. */
export type Wait = (millis: number, signal: AbortSignal) => Promise<void>;

export const wait: Wait = async (millis, signal) => {
  try {
    await setTimeout(millis, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** Milliseconds before the next try: 100 after the first failure, doubling up to 10 seconds. */
export const backOff = (failures: number): number => Math.min(10_000, 100 * 2 ** (failures - 1));
