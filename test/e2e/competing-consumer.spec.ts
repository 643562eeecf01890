import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { Seed } from '../../apps/cli/demo/seed.js';
import { openEventStoreLog } from '../../libs/event-log/eventstoredb/eventstoredb-log.js';
import { SharedSubscription } from '../../libs/event-log/shared-subscription.js';
import { Signal } from '../../libs/kernel/signal.js';
import { programs } from '../../libs/testing/api/programs.js';
import { openShop, sell, serverLine, soldOpportunity, suiteLine, type Shop } from '../../libs/testing/api/shop.js';
import { feed, type FeedEvent } from '../../libs/testing/api/shown.js';
import { TestApi } from '../../libs/testing/api/test-api.js';
import { ServerData } from '../../libs/testing/log/eventstoredb/server-data.js';
import { urlOf } from '../../libs/testing/log/eventstoredb/server-for-tests.js';
import { TestEventStore } from '../../libs/testing/log/eventstoredb/test-event-store.js';
import { fixedClock } from '../../libs/testing/log/fixed-clock.js';
import { tempFolder } from '../../libs/testing/log/temp-folder.js';

const example = fileURLToPath(new URL('../../examples/competing-consumer.mjs', import.meta.url));
const clock = fixedClock();
const store = new TestEventStore(new ServerData(clock));
let api: TestApi;
let shop: Shop;
let url: string;

/** One process of the delivery system. */
class Consumer {
  /** The ids of the events that it said it carried out. */
  readonly done: string[] = [];
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  private readonly news = new Signal();
  private readonly child: ChildProcess;

  constructor(group: string, file: string) {
    this.child = spawn(process.execPath, [example, url, group, file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    this.child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    if (this.child.stdout !== null)
      createInterface(this.child.stdout).on('line', (line) => {
        this.done.push(line.split(' ', 1)[0] ?? '');
        this.news.wake();
      });
    this.ended = once(this.child, 'close').then(([code]) => ({ code: code as number | null, said }));
    consumers.push(this);
  }

  /** Resolves when it has said that it carried out so many. */
  async hasDone(count: number): Promise<void> {
    const early = this.ended.then(({ said }) => Promise.reject(new Error(`It ended early: ${said}`)));
    early.catch(() => undefined);
    while (this.done.length < count) await Promise.race([this.news.wait(), early]);
  }

  kill(): Promise<unknown> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}
const consumers: Consumer[] = [];

beforeAll(async () => {
  await store.start();
  url = urlOf(store.port);
  const log = new SharedSubscription(await openEventStoreLog({ url }));
  api = await TestApi.open({
    clock,
    around: (own) => ({ ...own, log, release: () => log.close().then(() => own.release()) }),
  });
  shop = await openShop(api);
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.kill()));
});
afterAll(async () => {
  await api.close();
  store.stop();
});

/** Sales with two contracts each, some of them changed by another sale. */
async function sales(count: number): Promise<void> {
  for (let deal = 0; deal < count; deal += 1) {
    const { opportunityId, quoteId, sold } = await soldOpportunity(api, shop, [suiteLine(shop), serverLine(shop)]);
    for (let again = 0; again < deal % 3; again += 1) {
      await api.post(`/v1/opportunities/${opportunityId}/unlock`);
      const change = [{ lineId: sold.sale.created[0]?.lineId, quantity: String(20 + again) }];
      await api.post(`/v1/opportunities/${opportunityId}/quotes/${quoteId}/lines`, { change });
      await sell(api, opportunityId);
    }
  }
}

/** Beside this process, which is the server. */
async function groupMade(name: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', EVENTSTORE_URL: url };
  const child = spawn(process.execPath, [programs.cli, 'feed', 'group', '--name', name], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  await once(child, 'close');
  return said;
}

/** What the delivery system stored, in the order in which it carried it out; what it still holds last. */
function stored(file: string) {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare('select id, contract, sequence from events order by done is null, done')
    .raw()
    .all() as [string, string | null, number | null][];
  const held = (database.prepare('select count(*) from events where done is null').raw().get() as [number])[0];
  database.close();
  return { rows, held };
}

const byContract = (rows: readonly (readonly [string, string | null, number | null])[]) =>
  Object.fromEntries(
    [...new Set(rows.map(([, contract]) => contract ?? ''))]
      .filter((contract) => contract !== '')
      .sort()
      .map((contract) => [
        contract,
        rows.filter((row) => row[1] === contract).map(([id, , sequence]) => [id, sequence]),
      ]),
  );
const rowOf = ({ id, data }: FeedEvent) =>
  [id, (data.contractId as string | undefined) ?? null, (data.sequence as number | undefined) ?? null] as const;

describe('consumers that share the contract events of an EventStoreDB (CON-09)', () => {
  it('carry out each event once and in its contract’s order, though they come twice, out of order, and one of them is killed', async () => {
    await sales(9);
    expect(await groupMade('delivery')).toBe('feed group: "delivery" is made, on $all, for contract-… and sale-…\n');
    const group = store.groups.get('delivery');
    if (group === undefined) throw new Error('There is no such group.');
    const chance = new Seed('disorder');
    group.disorder = { pick: (among) => chance.whole(0, among - 1), again: () => chance.chance(0.3) };

    const file = join(tempFolder(), 'delivery.db');
    group.hold();
    const [one, other] = [new Consumer('delivery', file), new Consumer('delivery', file)];
    await store.until(() => group.consumers === 2);
    group.release();
    await one.hasDone(5);
    await one.kill();
    await sales(6);
    const third = new Consumer('delivery', file);
    const expected = await feed(api);
    await Promise.race([store.until(() => group.unsettled === 0), other.ended, third.ended]);
    await Promise.all([other.kill(), third.kill()]);

    const { rows, held } = stored(file);
    expect([held, rows.length, group.redelivered > 0, other.done.length > 0]).toEqual([0, expected.length, true, true]);
    expect(rows.map(([id]) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(byContract(rows)).toEqual(byContract(expected.map(rowOf)));
    const said = consumers.flatMap(({ done }) => done);
    expect(said).toHaveLength(new Set(said).size);
  });

  it('find the stored event to be the published one, with what its metadata says', async () => {
    await sales(1);
    const published = await feed(api);
    const natively = store.data.events.filter(({ stream }) => /^(contract|sale)-/.test(stream));
    const parsed = (bytes: Uint8Array) =>
      JSON.parse(Buffer.from(bytes).toString()) as Readonly<Record<string, unknown>>;
    expect(natively.map(({ id, type, stream, data }) => [id, `tidemark.${type}`, stream, parsed(data)])).toEqual(
      published.map(({ id, type, subject, data }) => [
        id,
        type,
        `${type === 'tidemark.SaleCompleted' ? 'sale' : 'contract'}-${subject}`,
        data,
      ]),
    );
    expect(natively.map(({ metadata }) => parsed(metadata))).toEqual(
      published.map(
        ({ causationid, correlationid }) =>
          expect.objectContaining({
            $correlationId: correlationid,
            $causationId: causationid,
            occurredAt: expect.any(String) as string,
            source: 'process',
            actor: { kind: 'process', id: expect.any(String) as string },
          }) as object,
      ),
    );
  });

  it('end where there is no such group', async () => {
    expect(await new Consumer('none', join(tempFolder(), 'delivery.db')).ended).toEqual({
      code: 2,
      said: 'There is no group "none": make it first.\n',
    });
  });
});
