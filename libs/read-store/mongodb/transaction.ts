import { WriteConcern, type ClientSession, type TransactionOptions } from 'mongodb';
import { setTimeout } from 'node:timers/promises';
import type { MongoConnection } from './connection.js';
import { isTransient, isUnknownCommit } from './errors.js';

const options: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: new WriteConcern('majority', undefined, true),
  readPreference: 'primary',
};

/**
 * The work in one transaction, tried again where nothing of it was stored, for as long as the connection has patience. The driver's own
 * `withTransaction` would do the same for two minutes, whatever it is asked. @throws what the driver throws: after a commit of unknown outcome too
 */
export async function transaction<T>(mongo: MongoConnection, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const deadline = performance.now() + mongo.patienceMs;
  const isLate = () => performance.now() >= deadline;
  const session = mongo.client.startSession();
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        session.startTransaction(options);
        const result = await work(session);
        await committed(session, isLate);
        return result;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        if (!isTransient(error) || isUnknownCommit(error) || isLate()) throw error;
        // Whoever was in the way is given time to be done; at chance, so that two don't meet again.
        await setTimeout(Math.random() * Math.min(5 * 2 ** tries, 500));
      }
    }
  } finally {
    await session.endSession();
  }
}

/** Asking again whether it is committed is harmless. */
async function committed(session: ClientSession, isLate: () => boolean): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!isUnknownCommit(error) || isLate()) throw error;
    }
  }
}

/** A session in which all is read from one moment, which the first read fixes. */
export function beginReading(mongo: MongoConnection): ClientSession {
  const session = mongo.client.startSession();
  session.startTransaction({ readConcern: { level: 'snapshot' }, readPreference: 'primary' });
  return session;
}

export async function endReading(session: ClientSession): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
  await session.endSession();
}
