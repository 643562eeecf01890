import { randomUUID } from 'node:crypto';
import { MongoConnection, openMongo, type MongoOptions } from '../../../libs/read-store/mongodb/connection.js';

/** The server that these tests are made with: a replica set, which they fill with databases and empty again. */
export function mongoUrl(): string {
  const url = process.env['MONGODB_URL'];
  if (url === undefined || url === '')
    throw new Error('MONGODB_URL is not set: name a replica set, or run "npm run test:servers".');
  return url;
}

const opened: MongoConnection[] = [];
let shared: MongoConnection | undefined;

/** A connection as of a process of its own, to this database or to a fresh one. */
export async function openedMongo(options: Partial<MongoOptions> = {}): Promise<MongoConnection> {
  const mongo = await openMongo({ url: mongoUrl(), database: freshName(), ...options });
  opened.push(mongo);
  return mongo;
}

/** A fresh database, of the one connection that the tests of a file share. */
export async function freshMongo(): Promise<MongoConnection> {
  shared ??= await openedMongo();
  const { client, place, patienceMs, onNotice } = shared;
  return new MongoConnection(client, client.db(freshName()), place, patienceMs, onNotice);
}

const freshName = (): string => `test_${randomUUID()}`;

afterAll(async () => {
  for (const mongo of opened.splice(0)) {
    if (mongo.closed) continue;
    await mongo.database.dropDatabase().catch(() => undefined);
    await mongo.close();
  }
  shared = undefined;
});
