import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../libs/testing/api/programs.js';
import { ServerProcess } from '../../libs/testing/api/server-process.js';
import { openShop, soldOpportunity } from '../../libs/testing/api/shop.js';
import type { Page } from '../../libs/testing/api/shown.js';
import { testKey } from '../../libs/testing/api/test-api.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';

const patience = 300_000;

/** The command line in a process of its own. */
function tidemark(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programs.cli, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('operating Tidemark', () => {
  it('says how it is called when it was called wrongly', () => {
    for (const command of ['verify', 'rebuild']) {
      const { status, said } = tidemark([command, '--data-dir', 'here']);
      expect([status, said.split('\n')[0]]).toEqual([2, expect.stringContaining("'--data-dir'")]);
      expect(said).toContain('verify [--url <url> --key <key>]');
      expect(said).not.toContain('    at ');
    }
  });

  it(
    'rebuilds the read models in a thread of its own and takes them over while it answers, and verifies them',
    async () => {
      const server = await ServerProcess.start(join(tempFolder(), 'data'));
      const { opportunityId } = await soldOpportunity(server, await openShop(server));
      await server.ready();
      const today = new Date().toISOString().slice(0, 10);
      const items = async () => (await server.get<Page<unknown>>(`/v1/opportunities?asOf=${today}`)).items;
      const before = await items();
      const [rebuilt] = await Promise.all([
        server.post('/v1/admin/rebuild'),
        server.post(`/v1/opportunities/${opportunityId}/references`, { system: 'erp', type: 'deal', id: '7' }),
      ]);
      expect(rebuilt).toEqual({ rebuilt: true });
      await server.ready();
      expect(await items()).not.toEqual(before);
      expect(await server.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [] });
      expect(tidemark(['verify', '--url', server.origin, '--key', testKey])).toEqual({
        status: 0,
        said: 'verify: rebuilt equals live\n',
      });
      await server.stop();
    },
    patience,
  );

  it(
    'verifies and rebuilds a data folder that nothing else uses, also one whose read models are gone',
    async () => {
      const folder = join(tempFolder(), 'data');
      const server = await ServerProcess.start(folder);
      await soldOpportunity(server, await openShop(server));
      const inUse = tidemark(['verify'], { DATA_DIR: folder });
      expect(inUse.status).toBe(1);
      expect(inUse.said).toContain('is in use by another process');
      await server.stop();

      rmSync(join(folder, 'read.db'));
      const { status, said } = tidemark(['verify'], { DATA_DIR: folder });
      expect(status).toBe(0);
      expect(said).toMatch(/^verify: rebuilt equals live$/m);
      expect(said).toMatch(/read\.db was missing: it is rebuilt from the log/);
      expect(tidemark(['rebuild'], { DATA_DIR: folder })).toEqual({ status: 0, said: 'rebuild: done\n' });
      expect(tidemark(['verify'], { DATA_DIR: folder })).toEqual({ status: 0, said: 'verify: rebuilt equals live\n' });
    },
    patience,
  );

  it(
    'does not start on a log that is shorter than what was built from it, until the read models are given up',
    async () => {
      const folder = join(tempFolder(), 'data');
      await (await ServerProcess.start(folder)).stop();
      const backup = ['log.db', 'log.head'].map(
        (name) => [join(folder, name), readFileSync(join(folder, name))] as const,
      );
      const server = await ServerProcess.start(folder);
      await soldOpportunity(server, await openShop(server));
      await server.ready();
      await server.stop();

      for (const [file, bytes] of backup) writeFileSync(file, bytes);
      const { code, said } = await ServerProcess.ends(folder);
      expect([code, said.length]).toEqual([1, 1]);
      expect(said[0]).toMatch(/^Tidemark does not start: .*log\.db does not reach .* older backup/);

      rmSync(join(folder, 'read.db'));
      const again = await ServerProcess.start(folder);
      await again.ready();
      await again.stop();
    },
    patience,
  );

  it('says how it is called when it is called wrongly', () => {
    expect(tidemark(['dance'])).toEqual({
      status: 2,
      said: expect.stringContaining('There is no command "dance"') as string,
    });
    expect(tidemark([]).said).toContain('Usage: tidemark <command>');
  });
});
