import { ReadStoreUnavailable } from './read-store.js';

/** No store keeps what was before its changes for longer than this. */
export const longestMillis = 30_000;

/** The work, unless it takes longer than so many milliseconds. @throws ReadStoreUnavailable */
export async function inTime<T>(longest: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(tookTooLong(longest));
    }, longest);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const tookTooLong = (longest: number): ReadStoreUnavailable =>
  new ReadStoreUnavailable(`The answer took longer than ${String(longest)} ms: ask for less at once.`);
