import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { Seed } from '../../apps/cli/demo/seed.js';
import type { RecordedEvent } from '../../libs/kernel/events.js';
import type { ServerProcess } from '../../libs/testing/api/server-process.js';
import { openShop } from '../../libs/testing/api/shop.js';
import { Business } from '../faults/kill/business.js';
import {
  contractsMatchSales,
  effective,
  effectsAreThereOnce,
  feedIsWhole,
  nothingElseIsThere,
  repeatsAreAnsweredAlike,
} from '../faults/kill/checks.js';
import { codesAreOfOne } from '../faults/kill/codes.js';
import { FeedFollower } from '../faults/kill/feed-follower.js';
import { Ledger, type Order } from '../faults/kill/ledger.js';
import { deploymentsForTests, type Deployment } from './deployment.js';

const start = deploymentsForTests();
const seedText = process.env['SEED'] ?? randomUUID().slice(0, 8);
const kills = Number(process.env['KILLS'] ?? '3');
const clients = 12;

const victims = ['api', 'worker', 'api and worker'] as const;
const work = {
  deals: (business: Business, seed: Seed) => business.next(seed),
  sales: (business: Business, seed: Seed) => business.sale(seed),
  codes: (business: Business, seed: Seed) => business.product(seed),
} satisfies Record<string, (business: Business, seed: Seed) => Order>;

describe('killed at moments of chance, on servers', () => {
  it(
    `two apis and two workers have each acknowledged command once, and rows that a rebuild makes again (seed ${seedText})`,
    async () => {
      const deployment = await start(2, 2);
      const lives = new Lives(deployment, new Business(await openShop(deployment, seedText)));
      await lives.begin();
      for (let life = 0; life < kills; life += 1) await lives.live();
      await deployment.stop();
    },
    120_000 + kills * 120_000,
  );
});

/** What people did through one deployment, and what of its processes was killed meanwhile. */
class Lives {
  private readonly seed = new Seed(seedText);
  private readonly follower = new FeedFollower();
  private readonly ledger = new Ledger(seedText, () => this.heard());
  private before: readonly RecordedEvent[] = [];
  private heard: () => void = () => undefined;

  constructor(
    private readonly deployment: Deployment,
    private readonly business: Business,
  ) {}

  /** What is there already is not of these clients. */
  async begin(): Promise<void> {
    this.before = await this.deployment.settledEvents();
  }

  /** Clients at work through both apis, until some process is killed; then it is started again, and everything is checked. */
  async live(): Promise<void> {
    const next = work[this.seed.pick(['deals', 'sales', 'sales', 'codes'] as const)];
    const victim = this.seed.pick(victims);
    const { apis, workers } = this.deployment;
    const doomed = [
      ...(victim.includes('api') ? apis.slice(0, 1) : []),
      ...(victim.includes('worker') ? workers.slice(0, 1) : []),
    ];
    const life = new AbortController();
    // Whoever reads live does so until that api is gone.
    const following = victim.includes('api') && this.follower.follow(apis[0]?.origin ?? '');
    const working = Array.from({ length: clients }, (_one, index) =>
      this.client(new Seed(`${seedText} ${String(this.before.length)} ${String(index)}`), next, life.signal),
    );
    await Promise.race([Promise.all(working), this.answered(this.seed.whole(10, 200))]);
    // A moment of chance: nothing is waited for.
    await pass(this.seed.whole(0, 5));
    this.deployment.leave(doomed);
    await Promise.all(doomed.map((each) => each.stop('SIGKILL')));
    life.abort();
    await Promise.all(working);
    await following;
    await this.deployment.grow(2, 2);
    await this.check();
  }

  private async client(seed: Seed, next: (business: Business, seed: Seed) => Order, life: AbortSignal): Promise<void> {
    while (!isOver(life)) {
      const api = this.deployment.next;
      try {
        await this.ledger.send(api, next(this.business, seed));
      } catch (error) {
        // Only what is cut off by the kill may fail.
        if (this.deployment.apis.includes(api)) throw error;
      }
    }
  }

  private answered(more: number): Promise<void> {
    const enough = this.ledger.answers + more;
    return new Promise((resolve) => {
      this.heard = () => {
        if (this.ledger.answers >= enough) resolve();
      };
    });
  }

  private async check(): Promise<void> {
    const api: ServerProcess = this.deployment.next;
    await this.deployment.settledEvents();
    await this.ledger.settle(api);
    const events = await this.deployment.settledEvents();
    expect(events.slice(0, this.before.length).map(({ id }) => id)).toEqual(this.before.map(({ id }) => id));
    expect(this.ledger.broken).toEqual([]);
    effectsAreThereOnce(events, this.ledger);
    nothingElseIsThere(events, this.ledger, [], this.before);
    codesAreOfOne(events);
    await contractsMatchSales(api, events);
    await feedIsWhole(api, events, this.follower);
    await repeatsAreAnsweredAlike(api, effective(events, this.ledger).slice(-40));
    expect(await api.get('/v1/admin/parked')).toEqual({ projections: [], processes: [] });
    expect(await api.post('/v1/admin/verify')).toMatchObject({ equal: true, differences: [], events: events.length });
    this.before = events;
  }
}

/** Asked again each time. */
const isOver = (life: AbortSignal): boolean => life.aborted;
