import { join } from 'node:path';
import { getSQLiteEventStore, readMessagesBatch, sqliteConnection } from '@event-driven-io/emmett-sqlite';

/** As delivered: a connection for each call, WAL, and SQLite's own default of `synchronous=FULL`. */
export function open(folder) {
  const fileName = join(folder, 'emmett.db');
  const store = getSQLiteEventStore({ fileName, schema: { autoMigration: 'CreateOrUpdate' } });
  // Calls side by side would share a connection, and the first to end closes it.
  let turn = Promise.resolve();
  const inTurn = (work) => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  return {
    append: (stream, next, events) =>
      inTurn(() => store.appendToStream(stream, events, { expectedStreamVersion: BigInt(next) })),
    load: (stream) => inTurn(async () => (await store.readStream(stream)).events.length),
    readAll: async () => {
      const connection = sqliteConnection({ fileName });
      let count = 0;
      for (let after = 0n, left = true; left;) {
        const page = await readMessagesBatch(connection, { after, batchSize: 1_000 });
        count += page.messages.length;
        after = page.currentGlobalPosition;
        left = page.areEventsLeft;
      }
      connection.close();
      return count;
    },
    close: () => {},
  };
}
