import { TestEventStore } from './test-event-store.js';

/** For a file's tests: the server of EVENTSTORE_URL, or one in this process, which is stopped after them. */
export function serverForTests(): () => Promise<string> {
  const own = new TestEventStore();
  let started: Promise<void> | undefined;
  afterAll(() => {
    if (started !== undefined) own.stop();
  });
  return async () => {
    const url = process.env.EVENTSTORE_URL;
    if (url !== undefined && url !== '') return url;
    await (started ??= own.start());
    return urlOf(own.port);
  };
}

/** The url of a server on this machine, without TLS. */
export const urlOf = (port: number, host = '127.0.0.1'): string => `esdb://${host}:${String(port)}?tls=false`;
