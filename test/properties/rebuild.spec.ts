import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EventLog } from '../../libs/event-log/event-log.js';
import { fillStore } from '../../libs/projection/fill-store.js';
import { fillBeside } from '../../libs/projection/sqlite/fill-beside.js';
import { SqliteSnapshot, type StoredEntry } from '../../libs/read-store/sqlite/snapshot.js';
import { openSqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';
import { readModels } from '../../libs/application/register/read-models.js';
import { anyHistory, living, runs } from './history.js';

const folder = tempFolder();
const fresh = (): string => join(folder, `${randomUUID()}.db`);

describe('rebuilt equals live', () => {
  it('the rows and versions of every read model are the same, byte for byte, however the log was cut into pages', async () => {
    const pageSize = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(anyHistory(), pageSize, fc.option(pageSize), (steps, livePages, rebuildPages) => {
        const file = fresh();
        return living(steps, { file, pageSize: livePages }, async ({ world, events }) => {
          const live = contentsOf(file);
          const anew = rebuildPages === null ? await rebuiltBeside(world.log) : await rebuilt(world.log, rebuildPages);
          expect(contentsOf(anew)).toEqual(live);

          const feed = await world.store.load(contractFeedModel(), numbers(events.length));
          const ofContracts = events.filter(({ stream }) => stream.startsWith('contract-'));
          expect([...feed.values()].map((row) => Reflect.get(row, 'eventId') as unknown)).toHaveLength(
            ofContracts.length,
          );
          expect(
            ofContracts.map((_event, index) => Reflect.get(feed.get(String(index + 1)) ?? {}, 'eventId') as unknown),
          ).toEqual(ofContracts.map(({ id }) => id));
        });
      }),
      runs(20),
    );
  }, 120_000);
});

const numbers = (count: number) => Array.from({ length: count }, (_one, index) => String(index + 1));

function contractFeedModel() {
  const found = readModels.find(({ sequenced }) => sequenced);
  if (found === undefined) throw new Error('There is no sequenced read model.');
  return found;
}

/** A store filled in one go with pages of another size. */
async function rebuilt(log: EventLog, pageSize: number): Promise<string> {
  const file = fresh();
  const store = openSqliteReadStore({ file, models: readModels });
  await fillStore(log, store, readModels, { pageSize });
  await store.close();
  return file;
}

/** As `rebuild` does it: rows first, indexes after. */
async function rebuiltBeside(log: EventLog): Promise<string> {
  const file = fresh();
  await fillBeside({ log, file, models: readModels });
  return file;
}

function contentsOf(file: string): Readonly<Record<string, readonly StoredEntry[]>> {
  const snapshot = new SqliteSnapshot(file);
  try {
    return Object.fromEntries(
      readModels.flatMap((model) => [
        [`${model.name} now`, [...snapshot.rows(model)]],
        [`${model.name} then`, [...snapshot.versions(model)]],
      ]),
    );
  } finally {
    snapshot.close();
  }
}
