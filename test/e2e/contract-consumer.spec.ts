import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Seed } from '../../apps/cli/demo/seed.js';
import {
  openShop,
  sell,
  serverLine,
  soldOpportunity,
  suiteLine,
  handLine,
  type Shop,
} from '../../libs/testing/api/shop.js';
import { runningContract } from '../../libs/testing/api/command-examples.js';
import { feed } from '../../libs/testing/api/shown.js';
import { TestApi, testKey } from '../../libs/testing/api/test-api.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';

const patience = 300_000;

const file = fileURLToPath(new URL('../../examples/contract-consumer.mjs', import.meta.url));

/** The example, in a process of its own. */
class Consumer {
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  private readonly child: ChildProcess;
  private applied = 0;
  private heard: () => void = () => undefined;

  constructor(origin: string, folder: string, args: readonly string[] = ['--once']) {
    const env = { PATH: process.env['PATH'] ?? '', TIDEMARK_KEY: testKey };
    const child = spawn(process.execPath, [file, origin, folder, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    createInterface(child.stdout).on('line', () => {
      this.applied += 1;
      this.heard();
    });
    this.ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
    this.child = child;
  }

  /** Resolves when it has said that it applied so many events. */
  async hasApplied(count: number): Promise<void> {
    while (this.applied < count) await new Promise<void>((resolve) => (this.heard = resolve));
  }

  kill(): Promise<unknown> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

let api: TestApi;
let shop: Shop;

beforeAll(async () => {
  api = await TestApi.open();
  shop = await openShop(api);
  for (let deal = 0; deal < 12; deal += 1) {
    const lines = [suiteLine(shop), serverLine(shop), handLine(shop, '50')];
    const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, lines);
    if (deal % 3 > 0) continue;
    await api.post(`/v1/opportunities/${opportunityId}/unlock`);
    const change = [{ lineId: sold.sale.created[0]?.lineId, quantity: '20' }];
    const remove = [sold.sale.created[1]?.lineId];
    await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, { change, remove });
    await sell(api, opportunityId);
  }
  await api.post('/v1/contracts', runningContract(shop));
  await api.settled();
}, patience);
afterAll(() => api.close());

const idsIn = async (query: string): Promise<readonly string[]> => (await feed(api, query)).map(({ id }) => id);
const journalIn = (folder: string): string => join(folder, 'journal.ndjson');
const appliedIn = (folder: string): readonly string[] =>
  readFileSync(journalIn(folder), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { event: string }).event);

async function runToTheEnd(folder: string, args: readonly string[] = ['--once']): Promise<readonly string[]> {
  expect(await new Consumer(api.origin, folder, args).ended).toEqual({ code: 0, said: '' });
  return appliedIn(folder);
}

describe('the example consumer of the contract feed (CON-09)', () => {
  it(
    'applies each event once and in order, killed again and again at points of chance',
    async () => {
      const expected = await idsIn('?origin=sale');
      const folder = tempFolder();
      const seed = new Seed('kills');
      let kills = 0;
      for (
        let left = expected.length;
        left > 6;
        left = expected.length - (existsSync(journalIn(folder)) ? appliedIn(folder).length : 0)
      ) {
        const consumer = new Consumer(api.origin, folder);
        await consumer.hasApplied(seed.whole(0, 6));
        await consumer.kill();
        kills += 1;
        if (kills > 60) break;
      }
      expect(kills).toBeGreaterThan(3);
      expect(await runToTheEnd(folder)).toEqual(expected);
      expect(await runToTheEnd(folder)).toEqual(expected);
    },
    patience,
  );

  it(
    'takes a line that was cut off for not applied, wherever it was cut',
    async () => {
      const expected = await idsIn('?origin=sale');
      const folder = tempFolder();
      await runToTheEnd(folder);
      for (const cut of [1, 2, 40]) {
        truncateSync(journalIn(folder), readFileSync(journalIn(folder)).length - cut);
        expect(await runToTheEnd(folder)).toEqual(expected);
      }
      appendFileSync(journalIn(folder), '{"sequence":');
      expect(await runToTheEnd(folder)).toEqual(expected);
    },
    patience,
  );

  it(
    'goes on live, and from where it was after a kill',
    async () => {
      const folder = tempFolder();
      const before = (await idsIn('?origin=sale')).length;
      const live = new Consumer(api.origin, folder, []);
      await live.hasApplied(before);
      await soldOpportunity(api, shop);
      await live.hasApplied(before + 2);
      await live.kill();
      await soldOpportunity(api, shop);
      const again = new Consumer(api.origin, folder, []);
      await again.hasApplied(2);
      await again.kill();
      expect(appliedIn(folder)).toEqual(await idsIn('?origin=sale'));
    },
    patience,
  );

  it(
    'acts on contracts of sales, and on others when it is asked (decision 16)',
    async () => {
      const manual = await idsIn('?origin=manual');
      expect(manual).toHaveLength(1);
      expect(await runToTheEnd(tempFolder())).not.toContain(manual[0]);
      expect(await runToTheEnd(tempFolder(), ['--once', '--origin', 'manual'])).toEqual(manual);
      expect(await runToTheEnd(tempFolder(), ['--once', '--origin', 'any'])).toEqual(await idsIn(''));
    },
    patience,
  );

  it.each([[['--once']], [[]]])(
    'says that the server does not know its place, and changes nothing (%j)',
    async (args) => {
      const folder = tempFolder();
      const journal = '{"sequence":9999,"event":"e","contract":"c","version":1}\n';
      writeFileSync(journalIn(folder), journal);
      const { code, said } = await new Consumer(api.origin, folder, args).ended;
      expect(code).toBe(3);
      expect(said).toContain('does not know place 9999 of its feed (position-unknown)');
      expect(readFileSync(journalIn(folder), 'utf8')).toBe(journal);
    },
    patience,
  );

  it(
    'notices that an event of a contract is missing',
    async () => {
      const folder = tempFolder();
      const events = await feed(api, '?origin=sale');
      const amended = events.find(({ type }) => type === 'tidemark.ContractAmended');
      const at = (amended?.sequence ?? 0) - 1;
      writeFileSync(journalIn(folder), `${JSON.stringify({ sequence: at, event: 'e', contract: 'c', version: 1 })}\n`);
      const { code, said } = await new Consumer(api.origin, folder).ended;
      expect([code, said]).toEqual([4, expect.stringContaining('one before it is missing')]);
    },
    patience,
  );
});
