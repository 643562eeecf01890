import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programs } from '../../../libs/testing/api/programs.js';
import { runningContract } from '../../../libs/testing/api/command-examples.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { openShop } from '../../../libs/testing/api/shop.js';
import { feedIn } from '../../../libs/testing/api/shown.js';
import { testKey } from '../../../libs/testing/api/test-api.js';
import { tempFolder } from '../../../libs/testing/log/temp-folder.js';

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const node = (args: readonly string[], env: Readonly<Record<string, string>>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
};

describe('an older back-up that is restored', () => {
  it('makes a consumer of the feed stop, however many other events come after, instead of skipping them (ADR 30)', async () => {
    const [folder, other] = [join(tempFolder(), 'data'), tempFolder()];
    const [backup, delivery] = [join(other, 'backup'), join(other, 'delivery')];
    const tidemark = (...args: readonly string[]) =>
      expect(node([programs.cli, ...args], { DATA_DIR: folder })).toMatchObject({ status: 0 });
    const consume = (origin: string) =>
      node([path('examples/contract-consumer.mjs'), origin, delivery, '--once', '--origin', 'any'], {
        TIDEMARK_KEY: testKey,
      });
    const key = (index: number) => ({
      authorization: `Bearer ${testKey}`,
      'idempotency-key': `contract-${String(index)}`,
    });

    const first = await ServerProcess.start(folder);
    const shop = await openShop(first);
    // One whose term is over would expire at once, which is an event more.
    const unending = { ...runningContract(shop), term: { count: 90, unit: 'year' } };
    const contract = async (server: ServerProcess, index: number): Promise<void> => {
      const { status } = await server.send('POST', '/v1/contracts', unending, key(index));
      expect(status).toBe(201);
    };
    for (const index of [1, 2, 3]) await contract(first, index);
    tidemark('backup', '--to', backup);
    for (const index of [4, 5, 6]) await contract(first, index);
    await first.ready();
    expect(consume(first.origin)).toMatchObject({ status: 0 });
    const taken = feedIn((await first.send('GET', '/v1/contract-events')).text);
    await first.stop();

    rmSync(folder, { recursive: true });
    tidemark('restore', '--from', backup);
    const second = await ServerProcess.start(folder);
    await second.ready();
    const journal = readFileSync(join(delivery, 'journal.ndjson'), 'utf8');
    const stops = (): void => {
      const { status, said } = consume(second.origin);
      expect([status, said]).toEqual([3, expect.stringContaining('position-unknown')]);
      expect(readFileSync(join(delivery, 'journal.ndjson'), 'utf8')).toBe(journal);
    };
    stops();
    // The last is sent again by its client: the same event, at the same number, behind two others.
    for (const index of [7, 8, 6, 9]) await contract(second, index);
    await second.ready();
    stops();
    const after = async (cursor = '') => (await second.send('GET', `/v1/contract-events?after=${cursor}`)).text;
    expect(JSON.parse(await after(taken[5]?.cursor))).toMatchObject({ code: 'position-unknown' });
    expect(feedIn(await after(taken[2]?.cursor)).map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7]);
    expect(feedIn(await after('0'))[5]?.id).toBe(taken[5]?.id);
    await second.stop();
  }, 300_000);
});
