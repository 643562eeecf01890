import fc from 'fast-check';
import { pipelineReport } from '../../libs/application/reports/pipeline-report.js';
import { groupBys } from '../../libs/application/reports/sales-groupings.js';
import { salesReport } from '../../libs/application/reports/sales-report.js';
import { readModels } from '../../libs/application/register/registry.js';
import { instantOf, millisOf } from '../../libs/kernel/dates.js';
import { fillStore } from '../../libs/projection/fill-store.js';
import { everything, type AsOf, type Snapshot } from '../../libs/read-store/read-store.js';
import { openSqliteReadStore } from '../../libs/read-store/sqlite/sqlite-read-store.js';
import { anyHistory, living, runs, type Lived } from './history.js';
import { Picks } from './picks.js';

const anyMoments = fc.array(
  fc.record({ asOf: fc.nat(9_999), knownAt: fc.nat(9_999), beside: fc.constantFrom(-1, 0, 0, 1) }),
  { minLength: 4, maxLength: 4 },
);

/** Everything that can be asked of a moment. */
async function answers({ world }: Lived, store: Snapshot, at: AsOf): Promise<unknown> {
  const viewer = everything;
  const open = <T>(value: T): Promise<T> => world.sealer.open(value);
  const lists = readModels.filter(({ keepsHistory }) => keepsHistory);
  return {
    lists: await Promise.all(lists.map((model) => store.list(model, { viewer, at, limit: 500, countUpTo: 500 }))),
    pipelines: await pipelineReport(store, { viewer, at }),
    sales: await Promise.all(groupBys.map((groupBy) => salesReport(store, { viewer, at, groupBy }, open))),
  };
}

describe('whatever is recorded later', () => {
  it('an answer that is asked for by both instants stays as it was, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(), anyMoments, (steps, moments) =>
        living(steps, {}, async (lived) => {
          const times = lived.events.flatMap(({ metadata, recordedAt }) => [metadata.occurredAt, recordedAt]).sort();
          for (const { asOf, knownAt, beside } of moments) {
            const instant = (place: number) => instantOf(millisOf(new Picks([place]).of(times)) + beside);
            const at = { asOf: instant(asOf), knownAt: instant(knownAt) };
            // The read models as they were when no more than that was recorded.
            const before = openSqliteReadStore({ file: ':memory:', models: readModels });
            await fillStore(lived.world.log, before, readModels, {
              only: ({ recordedAt }) => recordedAt <= at.knownAt,
            });
            const [then, now] = [await answers(lived, before, at), await answers(lived, lived.world.store, at)];
            expect(JSON.stringify(now)).toBe(JSON.stringify(then));
            await before.close();
          }
        }),
      ),
      runs(20),
    );
  }, 300_000);
});
