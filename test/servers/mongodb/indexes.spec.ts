import { MongoClient, type CommandStartedEvent, type Document } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { referenceKey } from '../../../libs/kernel/references.js';
import { MongoConnection } from '../../../libs/read-store/mongodb/connection.js';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import { everything as viewer, type ListQuery, type ReadStore } from '../../../libs/read-store/read-store.js';
import {
  at,
  customFields,
  flushOf,
  pastThings,
  sampleModels,
  storeVersions,
  thing,
  things,
} from '../../contracts/read-store.samples.js';
import { mongoUrl } from './server.js';

const reference = { system: 'erp', type: 'customer', id: '10042' };

describe('indexes in MongoDB', () => {
  let mongo: MongoConnection;
  let store: ReadStore;
  const asked: Document[] = [];

  beforeAll(async () => {
    const client = await new MongoClient(mongoUrl(), { monitorCommands: true }).connect();
    mongo = new MongoConnection(client, client.db(`test_${randomUUID()}`), 'here', 30_000, () => undefined);
    store = await openMongoReadStore({ mongo, models: sampleModels, logIsEmpty: true });
    const rows = Array.from({ length: 30 }, (_, index) =>
      thing(`t${String(index)}`, {
        kind: String(index % 5),
        amount: index,
        day: '2017-01-01',
        name: 'Großhandel',
        tags: [String(index)],
        custom: { n: index },
      }),
    );
    await store.flush(flushOf(things, rows));
    const versions = rows.flatMap((row, index) =>
      [0, 1].map((tick) => ({
        id: row._id,
        row: { ...row, amount: tick },
        occurredAt: at(index + tick),
        recordedAt: at(index + tick),
      })),
    );
    await storeVersions(store, versions, 100);
    client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
      const target: unknown = command['find'] ?? command['aggregate'];
      if (['find', 'aggregate'].includes(commandName) && /^(rows|versions)_/.test(String(target))) asked.push(command);
    });
  });
  afterAll(async () => {
    await mongo.database.dropDatabase();
    await mongo.client.close();
  });

  /** The names of the indexes that the requests of the question are answered by. */
  async function indexesOf(question: () => Promise<unknown>): Promise<readonly string[]> {
    asked.length = 0;
    await question();
    const plans = asked.map(
      async ({
        lsid: _lsid,
        txnNumber: _number,
        startTransaction: _start,
        autocommit: _auto,
        readConcern: _read,
        $db: _db,
        $clusterTime: _time,
        ...command
      }) => {
        const plan = await mongo.database.command({ explain: command, verbosity: 'queryPlanner' });
        return [
          ...new Set(
            [...JSON.stringify(plan).matchAll(/"indexName":"([^"]+)"|"stage":"(COLLSCAN)"/g)].map(
              (found) => found[1] ?? found[2] ?? '',
            ),
          ),
        ];
      },
    );
    return (await Promise.all(plans)).flat();
  }
  const list = (query: Partial<ListQuery>) => () => store.list(things, { viewer, limit: 5, customFields, ...query });

  it.each([
    [
      'fields that are looked up together',
      list({ filter: { kind: { eq: '3' }, amount: { gte: 2 } } }),
      'by_fields.kind_fields.amount__id',
    ],
    ['an element of a list', list({ filter: { tags: { contains: '7' } } }), 'by_fields.tags'],
    ['a reference', list({ filter: { references: { contains: referenceKey(reference) } } }), 'by_fields.references'],
    ['the beginning of a word', list({ search: 'gross' }), 'by_words'],
    ['a custom field', list({ filter: { 'custom.n': { eq: 7 } } }), 'custom'],
    [
      'groups of what is looked up',
      () => store.group(things, { viewer, groupBy: ['kind'], sums: ['amount'], filter: { kind: { eq: '3' } } }),
      'by_fields.kind_fields.amount__id',
    ],
  ])('find %s', async (_case, question, index) => {
    expect(await indexesOf(question)).toEqual([index]);
  });

  it('find what held at an instant, among rows and among versions', async () => {
    const question = () => store.list(pastThings, { viewer, limit: 5, at: { asOf: at(3) } });
    const found = await indexesOf(question);
    expect(found).toHaveLength(2);
    for (const name of found) expect(name).toMatch(/^by_(since|until)/);
  });

  it('find the rest of a list after a cursor', async () => {
    const sort = [{ field: 'kind', descending: false }];
    const { next } = await list({ sort })();
    expect(await indexesOf(list({ sort, cursor: next ?? '' }))).toEqual(['by_fields.kind_fields.amount__id']);
  });
});
