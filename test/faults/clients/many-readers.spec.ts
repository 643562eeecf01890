import { runningContract } from '../../../libs/testing/api/command-examples.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { openShop } from '../../../libs/testing/api/shop.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';
import { RawClient } from './raw-client.js';

const long = process.env['RUNS'] !== undefined;
/** Ten thousand at once, twice over, take a minute or two: in the long run only. */
const readers = long ? 10_000 : 300;
const waves = 3;
const atATime = 100;

describe('thousands of live readers', () => {
  it(
    'each are told what happens, hold up nobody, and leave nothing behind when they go',
    async () => {
      // Enough for the readers of one wave, not for what all of them would leave behind.
      const heap = long ? 400 : 110;
      const server = await ServerProcess.start(tempFolder(), {
        ADMIN_API_KEY: testKey,
        NODE_OPTIONS: `--max-old-space-size=${String(heap)}`,
      });
      const shop = await openShop(server);
      const port = Number(new URL(server.origin).port);
      const memory = [server.memory];
      for (let wave = 0; wave < waves; wave += 1) {
        const all: RawClient[] = [];
        while (all.length < readers) {
          all.push(...(await Promise.all(Array.from({ length: atATime }, () => connected(port, wave)))));
        }
        memory.push(server.memory);
        await server.post('/v1/contracts', runningContract(shop));
        for (let count = 0; count < 10; count += 1) {
          await server.post('/v1/accounts', { accountType: 'company', name: String(count) });
          expect((await server.send('GET', '/health/live')).status).toBe(200);
        }
        for (const reader of all) await reader.until(new RegExp(`id: ${String(wave + 1)}\\.`));
        for (const reader of all) reader.leave();
        await server.ready();
      }
      memory.push(server.memory);
      if (long)
        process.stderr.write(
          `${String(readers)} readers, MiB at start, with each wave, after: ${memory.map(Math.round).join(', ')}\n`,
        );
      expect(server.memory).toBeLessThan((memory[0] ?? 0) + heap);
      expect((await server.stop()).code).toBe(0);
    },
    long ? 900_000 : 120_000,
  );
});

async function connected(port: number, after: number): Promise<RawClient> {
  const reader = await RawClient.to(port);
  reader.request('GET', `/v1/contract-events?after=${String(after)}`, { accept: 'text/event-stream' });
  await reader.until(/: connected/);
  return reader;
}
