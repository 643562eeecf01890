import { MongoClient, MongoError, type Collection, type Db, type Document } from 'mongodb';
import { messageOf, scrubbed } from './errors.js';

export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`, of a replica set or a sharded cluster. */
  readonly url: string;
  /** Default: the one that the url names, else `tidemark`. */
  readonly database?: string | undefined;
  /** How long the server may take to answer one request; half a minute. */
  readonly patienceMs?: number;
  /** How long to look for a server that takes requests; 5 seconds. */
  readonly selectionMs?: number;
  /** Is told, in a line, of what operators should know. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

export type MongoFault = 'mongo-url-invalid' | 'mongo-unreachable' | 'mongo-no-replica-set';

/** MongoDB cannot be used as it is set up: the message is one line that says what to do, without a password. */
export class MongoUnusable extends Error {
  override readonly name = 'MongoUnusable';
  constructor(
    readonly code: MongoFault,
    message: string,
  ) {
    super(message);
  }
}

/** One client of one database, for all stores of this process. */
export class MongoConnection {
  private isClosed = false;

  constructor(
    readonly client: MongoClient,
    readonly database: Db,
    /** Hosts and database, as operators read them. */
    readonly place: string,
    readonly patienceMs: number,
    readonly onNotice: (line: string) => void,
  ) {}

  collection<T extends Document>(name: string): Collection<T> {
    return this.database.collection<T>(name);
  }

  get closed(): boolean {
    return this.isClosed;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client.close();
  }
}

/** Connects, and refuses a server that has no transactions. @throws MongoUnusable */
export async function openMongo(options: MongoOptions): Promise<MongoConnection> {
  const { url, patienceMs = 30_000, onNotice = () => undefined } = options;
  const client = clientOf(options);
  const database = client.db(options.database ?? databaseIn(url) ?? 'tidemark');
  const hosts = client.options.srvHost ?? client.options.hosts.map(String).join(',');
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid')
      throw new MongoUnusable(
        'mongo-no-replica-set',
        `MongoDB at ${hosts} is no replica set, and so has no transactions: start it with --replSet, and call rs.initiate() once; one member is enough.`,
      );
  } catch (error) {
    await client.close().catch(() => undefined);
    if (!(error instanceof MongoError)) throw error;
    throw new MongoUnusable(
      'mongo-unreachable',
      `MongoDB at ${hosts} does not answer: ${scrubbed(messageOf(error), url)}. Start it, or correct MONGODB_URL.`,
    );
  }
  return new MongoConnection(client, database, `${hosts}/${database.databaseName}`, patienceMs, onNotice);
}

/** A server that answers late is given up. */
function clientOf({ url, patienceMs = 30_000, selectionMs = 5_000 }: MongoOptions): MongoClient {
  try {
    return new MongoClient(url, {
      appName: 'tidemark',
      serverSelectionTimeoutMS: selectionMs,
      connectTimeoutMS: selectionMs,
      waitQueueTimeoutMS: selectionMs,
      socketTimeoutMS: patienceMs,
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      ignoreUndefined: true,
    });
  } catch (error) {
    throw new MongoUnusable(
      'mongo-url-invalid',
      `MONGODB_URL is no connection string like mongodb://host:27017/tidemark?replicaSet=rs0: ${scrubbed(messageOf(error), url)}.`,
    );
  }
}

function databaseIn(url: string): string | undefined {
  const found = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
}
