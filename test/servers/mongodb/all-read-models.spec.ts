import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readModels } from '../../../libs/application/register/read-models.js';
import { positionOf } from '../../../libs/event-log/position.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import { ProjectionWriter } from '../../../libs/projection/projection-writer.js';
import { sortableFields } from '../../../libs/read-store/fields.js';
import { openMongoReadStore } from '../../../libs/read-store/mongodb/mongo-read-store.js';
import { isListType, type ReadModel } from '../../../libs/read-store/read-model.js';
import { everything as viewer, type AsOf, type ReadStore } from '../../../libs/read-store/read-store.js';
import { openSqliteReadStore } from '../../../libs/read-store/sqlite/sqlite-read-store.js';
import { examplesOf } from '../../events/stored-examples.js';
import { freshMongo } from './server.js';

/** Every event that was ever shipped, by aggregate: what the read models make of it, they make on each kind of store. */
const events: readonly RecordedEvent[] = readdirSync(join(process.cwd(), 'test', 'events'))
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => examplesOf(name.replace(/\.json$/, '')));

async function fill(store: ReadStore): Promise<ReadStore> {
  const writer = await ProjectionWriter.resume(store, readModels, 'park');
  const [last] = events.slice(-1);
  if (last !== undefined) await writer.apply(events, positionOf(last));
  return store;
}

/** All rows of a model in the order of each field, now and at some instants, and what they add up to. */
async function answersOf(store: ReadStore, model: ReadModel): Promise<readonly unknown[]> {
  const moments: readonly AsOf[] = model.keepsHistory
    ? [0.2, 0.5, 0.8].flatMap((part) => {
        const { metadata, recordedAt } = events[Math.floor(part * events.length)] ?? {};
        return [{ asOf: metadata?.occurredAt }, { knownAt: recordedAt }];
      })
    : [];
  const answers: unknown[] = [];
  const integers = sortableFields(model).filter((field) => model.fields[field] === 'integer');
  for (const at of [{}, ...moments]) {
    for (const field of ['_id', ...sortableFields(model)])
      answers.push((await store.list(model, { viewer, limit: 1_000, at, sort: [{ field, descending: true }] })).items);
    for (const groupBy of [[], ...model.groupings])
      answers.push(await store.group(model, { viewer, at, groupBy, sums: integers }));
  }
  return answers;
}

describe('all read models', () => {
  it.each(readModels)(
    '$name can be looked up by its indexes in MongoDB: at most one list in each, and 32 fields',
    (model) => {
      for (const fields of [...model.indexes, ...model.groupings]) {
        const lists = fields.filter((field) => isListType(model.fields[field] ?? 'text'));
        expect([fields, lists.length <= 1]).toEqual([fields, true]);
        // With the four times and the key, or the integers that are added up.
        const integers = Object.values(model.fields).filter((type) => type === 'integer');
        expect(fields.length + 5 + integers.length).toBeLessThanOrEqual(32);
      }
    },
  );

  it('answer alike in MongoDB and embedded', async () => {
    const embedded = await fill(openSqliteReadStore({ file: ':memory:', models: readModels }));
    const servers = await fill(
      await openMongoReadStore({ mongo: await freshMongo(), models: readModels, logIsEmpty: true }),
    );
    expect(await servers.documents('parked')).toEqual(await embedded.documents('parked'));
    let rows = 0;
    for (const model of readModels) {
      const [made, expected] = [await answersOf(servers, model), await answersOf(embedded, model)];
      expect([model.name, made]).toEqual([model.name, expected]);
      rows += JSON.stringify(made).length;
    }
    expect(rows).toBeGreaterThan(10_000);
    await embedded.close();
  });
});
