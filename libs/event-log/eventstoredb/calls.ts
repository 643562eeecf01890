import { setTimeout as wait } from 'node:timers/promises';
import type { StreamingRead } from '@eventstore/db-client';
import { LogUnavailable } from '../event-log.js';

/** How long the adapter waits, in milliseconds. The client's own deadlines pass by unnoticed while a server is frozen. */
export interface Waits {
  /** For the answer to an append, and for each next part of what is read. */
  readonly answer: number;
  /** For a server that starts, when the log is opened. */
  readonly opening: number;
  /** Before the second try; twice as long before each further one. */
  readonly retry: number;
  /** At most, before a further try of what is tried until it succeeds. */
  readonly longestRetry: number;
  /** Without news, until a live subscription is checked. */
  readonly idle: number;
  /** After its stamp, until an event is in the log at the latest. */
  readonly settled: number;
}

export const usualWaits: Waits = {
  answer: 5_000,
  opening: 20_000,
  retry: 100,
  longestRetry: 5_000,
  idle: 5_000,
  settled: 2_000,
};

/** The client's own deadline for a call: so long after ours that ours decides. */
export const clientDeadline = ({ answer }: Waits): number => answer + 200;

/** How often an append, or a read, is tried while it is not known what became of it. */
export const mostTries = 3;

/** The answer, if it comes in time. What comes later is let go. @throws LogUnavailable */
export async function answered<T>(answer: Promise<T>, millis: number, what: string): Promise<T> {
  const timer = new AbortController();
  const late = async (): Promise<never> => {
    await wait(millis, undefined, { signal: timer.signal });
    throw new LogUnavailable(`No answer in ${String(millis)} ms to ${what}.`);
  };
  const lateness = late();
  lateness.catch(() => undefined);
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, lateness]);
  } finally {
    timer.abort();
  }
}

/** All that a read brings, as long as each part comes in time. @throws LogUnavailable and whatever the client gives */
export function collected<T>(reading: StreamingRead<T>, millis: number, what: string): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const parts: T[] = [];
    const timer = setTimeout(() => {
      reject(new LogUnavailable(`No answer in ${String(millis)} ms to ${what}.`));
      abandon(reading.cancel());
    }, millis);
    reading.on('data', (part) => {
      parts.push(part);
      timer.refresh();
    });
    reading.on('end', () => {
      clearTimeout(timer);
      resolve(parts);
    });
    // Stays on it: what comes after the first error must find a listener.
    reading.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** Ends without being waited for; where there is no connection, ending fails. */
export const abandon = (ending: Promise<unknown>): void => void ending.catch(() => undefined);

/** Waits; ends at once at an abort. */
export async function pause(millis: number, signal?: AbortSignal): Promise<void> {
  await wait(millis, undefined, signal && { signal }).catch(() => undefined);
}
