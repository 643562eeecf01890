import { MongoClient, type Collection, type CommandStartedEvent, type Document } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { referenceKey } from '../../../libs/kernel/references.js';
import { servedCatalog } from '../../../libs/read-store/mongodb/catalog.js';
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
  const byKind = 'by_fields.kind_fields.amount__id';

  // Of several conditions at once, and of custom values, the stand-in for a server says that it reads all; MongoDB does not.
  it.each([
    ['fields that are looked up', list({ filter: { kind: { eq: '3' } } }), byKind],
    ['an element of a list', list({ filter: { tags: { contains: '7' } } }), 'by_fields.tags'],
    ['a reference', list({ filter: { references: { contains: referenceKey(reference) } } }), 'by_fields.references'],
    [
      'what is grouped',
      () => store.group(things, { viewer, groupBy: ['kind'], sums: ['amount'], filter: { kind: { eq: '3' } } }),
      byKind,
    ],
  ])('find %s', async (_case, question, index) => {
    expect(await indexesOf(question)).toEqual([index]);
  });

  it('find the rows that were there at an instant', async () => {
    const found = await indexesOf(() => store.list(pastThings, { viewer, limit: 5, at: { asOf: at(3) } }));
    expect(found).toContain('by_since.occurred_since.recorded');
  });

  it('are all there that MongoDB finds something by', async () => {
    const catalog = await servedCatalog(mongo);
    const names = async (collection: Pick<Collection, 'indexes'>) =>
      (await collection.indexes())
        .map(({ name }) => name ?? '')
        .filter((name) => name !== '_id_')
        .sort();
    const fields = (key: string) => [
      `by_fields.kind_fields.amount_${key}`,
      `by_fields.day_${key}`,
      'by_fields.tags',
      'by_fields.references',
      'custom',
    ];
    const times = 'since.occurred_since.recorded';
    const ends = 'until.occurred_until.recorded';
    const grouping = 'by_fields.kind_fields.day';
    expect(await names(catalog.rows(pastThings))).toEqual(
      [...fields('_id'), 'by_words', `by_${times}`, `${grouping}_${times}_fields.amount`].sort(),
    );
    expect(await names(catalog.versions(pastThings))).toEqual(
      [
        ...fields('id'),
        'by_id_since.recorded_since.occurred',
        `by_${times}_${ends}`,
        `by_until.occurred_${times}_until.recorded`,
        `${grouping}_${times}_${ends}_fields.amount`,
      ].sort(),
    );
    expect(await names(catalog.rows(things))).toEqual([...fields('_id'), 'by_words'].sort());
  });
});
