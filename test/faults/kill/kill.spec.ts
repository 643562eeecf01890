import { randomUUID } from 'node:crypto';
import { fixedClock } from '../../../libs/testing/log/fixed-clock.js';
import { instantOf } from '../../../libs/kernel/dates.js';
import { openShop } from '../../../libs/testing/api/shop.js';
import { TestApi } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { Lives } from './lives.js';

// A few kills in `npm test`; hundreds with `npm run test:faults`, or `RUNS=<folders> KILLS=<in each>`. A failure tells its seed:
// `SEED=<seed> npm run test:faults` makes the same choices again, though not the same races.
const runs = Number(process.env['RUNS'] ?? '1');
const kills = Number(process.env['KILLS'] ?? '4');
const seeds = Array.from({ length: runs }, (_one, index) =>
  runs === 1 && process.env['SEED'] !== undefined
    ? process.env['SEED']
    : `${process.env['SEED'] ?? randomUUID().slice(0, 8)}${index === 0 ? '' : `-${String(index)}`}`,
);

describe('killed again and again at moments of chance', () => {
  it.each(seeds)(
    'Tidemark has each acknowledged command once, contracts that match sales, and a feed without a hole (seed %s)',
    async (seed) => {
      const lives = new Lives(seed, tempFolder());
      const ends: string[] = [];
      try {
        while (ends.length < kills) ends.push(await lives.live());
        const waiting = await lives.end();
        await codesAreTakenOver(lives.folder, waiting);
        if (runs > 1) process.stderr.write(`${seed}: ${JSON.stringify({ ...lives.counts, waiting, ends })}\n`);
      } catch (error) {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const told = `SEED=${seed} KILLS=${String(kills)}, ${lives.story} (${ends.join(', ')}): ${message}`;
        if (runs > 1) process.stderr.write(`${told}\n`);
        throw new Error(told, { cause: error });
      }
    },
    60_000 + kills * 30_000,
  );
});

/** PRD-01: a code whose product never came to have it can be taken a minute later. */
async function codesAreTakenOver(folder: string, codes: readonly string[]): Promise<void> {
  const api = await TestApi.open({ folder, clock: fixedClock(instantOf(Date.now() + 120_000)) });
  const { hardware } = await openShop(api, 'later');
  for (const code of codes) await api.post('/v1/products', { code, name: code, categoryId: hardware });
  await api.settled();
  await api.close();
}
