import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { SqliteAside } from '../../libs/read-store/sqlite/sqlite-maintenance.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';
import { readModels } from '../../libs/application/register/read-models.js';
import { contentsOf, rebuiltContents } from '../../libs/testing/projection/contents.js';
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
          const aside = new SqliteAside(file);
          expect(await rebuiltContents(world.log, aside, readModels, rebuildPages ?? undefined)).toEqual(
            await contentsOf(aside, readModels),
          );

          const feed = await world.store.load(contractFeedModel(), numbers(events.length));
          const published = events.filter(({ stream }) => /^(contract|sale)-/.test(stream));
          expect([...feed.values()].map((row) => Reflect.get(row, 'eventId') as unknown)).toHaveLength(
            published.length,
          );
          expect(
            published.map((_event, index) => Reflect.get(feed.get(String(index + 1)) ?? {}, 'eventId') as unknown),
          ).toEqual(published.map(({ id }) => id));
        });
      }),
      runs(20),
    );
  }, 300_000);
});

const numbers = (count: number) => Array.from({ length: count }, (_one, index) => String(index + 1));

function contractFeedModel() {
  const found = readModels.find(({ sequenced }) => sequenced);
  if (found === undefined) throw new Error('There is no sequenced read model.');
  return found;
}
