import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../kernel/events.js';
import type { EventLog, LogPage, Position } from '../../event-log/event-log.js';

/** What a log has from now on under names of its own: an empty log where a server's is not. */
export interface PartOfLog {
  /** The part through this log, which is open elsewhere and stays so. */
  through(log: Promise<EventLog>): EventLog;
}

export function partOfLog(whole: Promise<EventLog>): PartOfLog {
  const prefix = `part${randomUUID().slice(0, 8)}.`;
  const begin = whole.then((log) => log.head());
  const own = ({ stream }: RecordedEvent) => stream.startsWith(prefix);
  const bare = (event: RecordedEvent) => ({ ...event, stream: event.stream.slice(prefix.length) });
  const bared = (page: LogPage) => ({ ...page, events: page.events.filter(own).map(bare) });
  const from = async (after: Position | undefined) => after ?? (await begin);

  return {
    through: (log) => ({
      append: async (stream, ...args) => (await log).append(prefix + stream, ...args),
      read: async (stream, ...args) => (await (await log).read(prefix + stream, ...args)).map(bare),
      readMany: async (tails) => {
        const prefixed = tails.map((tail) => ({ ...tail, stream: prefix + tail.stream }));
        return (await (await log).readMany(prefixed)).map((events) => events.map(bare));
      },
      readAll: async (options) => bared(await (await log).readAll({ ...options, after: await from(options.after) })),
      async *subscribe(options = {}) {
        const after = await from(options.after);
        for await (const page of (await log).subscribe({ ...options, after })) yield bared(page);
      },
      compare: () => {
        throw new Error('Compare in the whole log.');
      },
      head: async () => (await log).head(),
      recordAfter: async (instant) => (await log).recordAfter(instant),
      close: () => Promise.resolve(),
    }),
  };
}
