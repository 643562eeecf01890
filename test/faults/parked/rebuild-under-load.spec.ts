import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { openShop, soldOpportunity } from '../../../libs/testing/api/shop.js';
import type { Named, Page } from '../../../libs/testing/api/shown.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const kills = process.env['RUNS'] === undefined ? 2 : 30;
const clients = 16;
const seeded = 400;

describe('a rebuild under full load', () => {
  it(
    'that is killed half-way goes on when it is asked for again, disturbs nothing, and ends equal to live',
    async () => {
      const folder = join(tempFolder(), 'data');
      const next = join(folder, 'read.next.db');
      const acknowledged: string[] = [];
      const create = async (server: ServerProcess, name: string): Promise<void> => {
        acknowledged.push((await server.post('/v1/accounts', { accountType: 'company', name })).id);
      };
      let server = await ServerProcess.start(folder);
      await soldOpportunity(server, await openShop(server));
      for (let count = 0; count < seeded; count += clients)
        await Promise.all(
          Array.from({ length: clients }, (_one, index) => create(server, `S ${String(count + index)}`)),
        );

      for (let kill = 0; kill < kills; kill += 1) {
        const dying = server;
        const load = Array.from({ length: clients }, async (_one, client) => {
          for (let count = 0; ; count += 1) {
            try {
              await create(dying, `${String(kill)} ${String(client)} ${String(count)}`);
            } catch {
              return; // It was killed.
            }
          }
        });
        const asked = dying.send('POST', '/v1/admin/rebuild').catch(() => undefined);
        while (!existsSync(next)) await setImmediate();
        await dying.stop('SIGKILL');
        await Promise.all([...load, asked]);
        server = await ServerProcess.start(folder);
        expect(existsSync(next)).toBe(true);
        await server.ready();
      }

      const stopped = new AbortController();
      const live = server;
      const load = Array.from({ length: clients }, async (_one, client) => {
        for (let count = 0; !stopped.signal.aborted; count += 1)
          await create(live, `L ${String(client)} ${String(count)}`);
      });
      expect(await server.post('/v1/admin/rebuild')).toEqual({ rebuilt: true });
      expect(existsSync(next)).toBe(false);
      stopped.abort();
      await Promise.all(load);
      await server.ready();
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
      const there = new Set<string>();
      for (let cursor: string | null = ''; cursor !== null;) {
        const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page: Page<Named> = await server.get<Page<Named>>(`/v1/accounts?limit=500${at}`);
        for (const { id } of page.items) there.add(id);
        cursor = page.next;
      }
      expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
      await server.stop();
    },
    60_000 + kills * 30_000,
  );
});
