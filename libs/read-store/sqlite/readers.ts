import { Slots } from '../../kernel/slots.js';
import { inTime, longestMillis } from '../in-time.js';
import type { ModelStates } from '../read-store-maintenance.js';
import { SqliteDatabase } from './database.js';
import { SqliteSnapshot } from './snapshot.js';

const mostAtOnce = 4;

type Work<T> = (snapshot: SqliteSnapshot) => Promise<T>;

/** Where readings are made: each has a connection to itself for as long as it goes on. */
export interface Readers {
  reading<T>(states: () => ModelStates, work: Work<T>): Promise<T>;
  /** Does the work, which writes, when no reading is in its way. */
  writing<T>(work: () => T): Promise<T>;
  /** Does the work while no reading goes on, and no connection is open for one. */
  exclusively<T>(work: () => T): Promise<T>;
}

/** A few connections to a file that is read while it is written. */
export class ReaderConnections implements Readers {
  private readonly slots = new Slots(mostAtOnce);
  private readonly idle: SqliteDatabase[] = [];

  constructor(
    private readonly file: string,
    private readonly longest = longestMillis,
  ) {}

  reading<T>(states: () => ModelStates, work: Work<T>): Promise<T> {
    return this.slots.use(1, async () => {
      // The one used last has the most pages at hand.
      const database = this.idle.pop() ?? openForReading(this.file);
      try {
        return await within(this.longest, database, states(), work);
      } finally {
        this.idle.push(database);
      }
    });
  }

  writing<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      resolve(work());
    });
  }

  exclusively<T>(work: () => T): Promise<T> {
    return this.slots.use(this.slots.most, () => {
      for (const database of this.idle.splice(0)) database.close();
      return Promise.resolve(work());
    });
  }
}

/** The one connection that there is: whoever reads, or writes, has it alone. */
export class SameConnection implements Readers {
  private readonly slots = new Slots(1);

  constructor(private readonly database: () => SqliteDatabase) {}

  reading<T>(states: () => ModelStates, work: Work<T>): Promise<T> {
    return this.slots.use(1, () => within(longestMillis, this.database(), states(), work));
  }

  writing<T>(work: () => T): Promise<T> {
    return this.exclusively(work);
  }

  exclusively<T>(work: () => T): Promise<T> {
    return this.slots.use(1, () => Promise.resolve().then(work));
  }
}

/** The work in a transaction, which is over when it has ended or takes too long: the write-ahead log grows until then. */
const within = <T>(longest: number, database: SqliteDatabase, states: ModelStates, work: Work<T>): Promise<T> =>
  readingOn(database, states, (snapshot) => inTime(longest, work(snapshot)));

/** The work in a transaction of its own, which is over with it. */
export async function readingOn<T>(
  database: SqliteDatabase,
  states: ModelStates,
  work: Work<T>,
  isGivenUp?: () => boolean,
): Promise<T> {
  const snapshot = new SqliteSnapshot(database, states, isGivenUp);
  try {
    database.beginReading();
    return await work(snapshot);
  } finally {
    snapshot.end();
    database.endReading();
  }
}

/** A connection that only reads. */
export function openForReading(file: string): SqliteDatabase {
  const database = new SqliteDatabase(file, 'WAL');
  database.exec('PRAGMA query_only = ON; PRAGMA cache_size = -32768');
  return database;
}
