import { openEventStoreLog, type EventStoreLogOptions } from '../../../event-log/eventstoredb/eventstoredb-log.js';
import type { CopyTarget, EventLog, LogPage, SubscribeOptions } from '../../../event-log/event-log.js';
import type { RecordedEvent } from '../../../kernel/events.js';
import { tcpProxy, type TcpProxy } from './tcp-proxy.js';

/** Short, for servers that are made to fail; long enough for a busy machine to answer. */
export const shortWaits = { answer: 1_500, opening: 1_500, retry: 10, longestRetry: 50, idle: 200 };

/** Logs that are closed after each test. */
export function logsForTests(): (options: EventStoreLogOptions) => Promise<CopyTarget> {
  const logs: CopyTarget[] = [];
  afterEach(async () => {
    await Promise.all(logs.splice(0).map((log) => log.close()));
  });
  return async (options) => {
    const log = await openEventStoreLog({ waits: shortWaits, ...options });
    logs.push(log);
    return log;
  };
}

/** A proxy before the server of this url, which has no TLS, and the url through it. */
export async function proxied(url: string): Promise<{ readonly proxy: TcpProxy; readonly url: string }> {
  const [, host = '', port = '2113'] = hostShape.exec(url) ?? [];
  const proxy = await tcpProxy(Number(port), host);
  return { proxy, url: url.replace(hostShape, `127.0.0.1:${String(proxy.port)}`) };
}

const hostShape = /(?<=\/\/|@)([^@/:?]+)(?::(\d+))?(?=\/?(?:\?|$))/;

/** What one subscription brings, in the background. */
export interface Following {
  readonly events: readonly RecordedEvent[];
  readonly pages: readonly LogPage[];
  /** Resolves when the condition holds, rejects when the subscription fails before. */
  until(holds: (following: Following) => boolean): Promise<void>;
  /** Ends it; resolves when it has ended. */
  stop(): Promise<void>;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>;
}

export function following(log: EventLog, options: Omit<SubscribeOptions, 'signal'> = {}): Following {
  const stopping = new AbortController();
  const [events, pages]: [RecordedEvent[], LogPage[]] = [[], []];
  const waiting = new Set<() => void>();
  const follow = async () => {
    for await (const page of log.subscribe({ ...options, signal: stopping.signal })) {
      pages.push(page);
      events.push(...page.events);
      for (const look of [...waiting]) look();
    }
  };
  const ended = follow();
  ended.catch(() => undefined);
  const self: Following = {
    events,
    pages,
    until: (holds) => {
      const held = new Promise<void>((resolve) => {
        const look = () => {
          if (!holds(self)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
      return Promise.race([held, ended.then(() => Promise.reject(new Error('The subscription ended.')))]);
    },
    stop: () => {
      stopping.abort();
      return ended;
    },
    ended,
  };
  return self;
}
