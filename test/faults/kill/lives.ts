import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { Seed } from '../../../apps/cli/demo/seed.js';
import type { RecordedEvent } from '../../../libs/kernel/events.js';
import { ServerProcess } from '../../../libs/testing/api/server-process.js';
import { openShop } from '../../../libs/testing/api/shop.js';
import { Business } from './business.js';
import {
  contractsMatchSales,
  effective,
  effectsAreThereOnce,
  feedIsWhole,
  importsAreThereOnce,
  nothingElseIsThere,
  repeatsAreAnsweredAlike,
} from './checks.js';
import { codesAreOfOne } from './codes.js';
import { FeedFollower } from './feed-follower.js';
import { Ledger, type Entry, type Order } from './ledger.js';
import { SmallImport, type ImportProcess } from './small-import.js';
import { settledEvents } from './stored.js';

/** When a life ends: in which phase of it, after how many answers or events, and how many milliseconds later. */
const moments = [
  'working',
  'selling',
  'selling',
  'importing',
  'claiming',
  'draining',
  'recovering',
  'starting',
  'importing alone',
] as const;
type Moment = (typeof moments)[number];

const clients = 12;

/** One data folder and all the lives of the processes that work on it, each of them ended by SIGKILL. */
export class Lives {
  readonly folder: string;
  private readonly seed: Seed;
  private readonly follower = new FeedFollower();
  private readonly ledger: Ledger;
  private readonly imports: SmallImport[] = [];
  private business: Business | undefined;
  private before: readonly RecordedEvent[] = [];
  private said = '';
  private lived = 0;
  private heard: (entry: Entry) => void = () => undefined;

  /** How long the last start took, in milliseconds: moments within a start depend on the machine. */
  private startTakes = 1_500;

  constructor(
    seedText: string,
    private readonly temp: string,
  ) {
    this.folder = join(temp, 'data');
    this.seed = new Seed(seedText);
    this.ledger = new Ledger(seedText, (entry) => this.heard(entry));
  }

  /** Starts, has everything checked that was there before, works on, and is killed. Returns what kind of end it was. */
  async live(): Promise<Moment> {
    // The first life may end before anything is there.
    const moment = this.lived === 0 ? this.seed.pick(['starting', 'working'] as const) : this.seed.pick(moments);
    this.lived += 1;
    this.said = `life ${String(this.lived)}, killed while ${moment}`;
    switch (moment) {
      case 'starting':
        await this.killed(ServerProcess.begin(this.folder), this.seed.whole(0, this.startTakes));
        break;
      case 'recovering':
        await this.killed(await ServerProcess.start(this.folder), this.seed.whole(0, 60));
        break;
      case 'importing alone':
        await this.importAlone();
        break;
      case 'working':
      case 'selling':
      case 'importing':
      case 'claiming':
      case 'draining':
        await this.work(moment);
    }
    return moment;
  }

  /** The last start: everything is checked once more, and imports come to their end. Returns the codes that wait to be taken over. */
  async end(): Promise<readonly string[]> {
    this.said = `the end, after ${String(this.lived)} lives`;
    const { server } = await this.checkedServer();
    for (const one of this.imports.filter(({ done }) => !done)) {
      expect(await one.run({ url: server.origin }).ended).toMatchObject({ code: 0 });
    }
    await this.check(server);
    expect((await server.stop()).code).toBe(0);
    return codesAreOfOne(this.before);
  }

  /** What happened so far, for whoever has to understand a failure. */
  get story(): string {
    const count = this.ledger.acknowledged().length;
    return `${this.said}; ${String(count)} commands acknowledged, ${String(this.ledger.refused().length)} refused`;
  }

  get counts() {
    const [acknowledged, refused] = [this.ledger.acknowledged().length, this.ledger.refused().length];
    return { events: this.before.length, acknowledged, refused, delivered: this.follower.taken.length };
  }

  private async checkedServer(): Promise<{ readonly server: ServerProcess; readonly business: Business }> {
    const began = performance.now();
    const server = await ServerProcess.start(this.folder);
    this.startTakes = Math.round(performance.now() - began);
    await server.ready();
    await this.ledger.settle(server);
    const business = (this.business ??= new Business(await openShop(server)));
    await this.check(server);
    return { server, business };
  }

  private async check(server: ServerProcess): Promise<void> {
    const events = await settledEvents(server, this.folder);
    expect(events.slice(0, this.before.length).map(({ id }) => id)).toEqual(this.before.map(({ id }) => id));
    expect(this.ledger.broken).toEqual([]);
    effectsAreThereOnce(events, this.ledger);
    if (this.before.length > 0) nothingElseIsThere(events, this.ledger, this.imports, this.before);
    importsAreThereOnce(events, this.imports);
    codesAreOfOne(events);
    await contractsMatchSales(server, events);
    await feedIsWhole(server, events, this.follower);
    const acknowledged = effective(events, this.ledger);
    await repeatsAreAnsweredAlike(server, [...acknowledged.slice(-40), ...this.some(acknowledged, 20)]);
    expect(await server.get('/v1/admin/parked')).toEqual({ projections: [], processes: [] });
    expect(await server.post('/v1/admin/verify')).toMatchObject({
      equal: true,
      differences: [],
      events: events.length,
    });
    this.before = events;
  }

  private some<T>(items: readonly T[], count: number): readonly T[] {
    return items.length === 0 ? [] : Array.from({ length: count }, () => this.seed.pick(items));
  }

  /** People, a follower of the feed and perhaps an import, until the moment comes. */
  private async work(moment: Moment): Promise<void> {
    const { server, business } = await this.checkedServer();
    const enough = this.ledger.answers + this.seed.whole(0, 200);
    const following = this.follower.follow(server.origin);
    const importing = moment === 'importing' ? this.openImport().run({ url: server.origin }) : undefined;
    const life = new AbortController();
    const next = doing(moment, business);
    const working = Array.from({ length: clients }, (_one, index) =>
      this.client(server, new Seed(`${this.story} ${String(index)}`), next, life.signal),
    );
    const failed = Promise.all(working);
    await Promise.race([failed, this.answered(enough, moment === 'selling')]);
    // A moment of chance: nothing is waited for.
    if (importing) await pass(this.seed.whole(0, this.startTakes));
    else await pass(this.seed.whole(0, 5));
    life.abort();
    if (moment === 'draining') {
      const stopped = server.stop('SIGTERM');
      await Promise.race([stopped, pass(this.seed.whole(0, 120))]);
    }
    await server.stop('SIGKILL');
    await Promise.all([failed, following, importing?.kill()]);
    // Some clients never come back: what they had reserved must not be lost to others.
    if (this.seed.chance(0.5)) this.ledger.abandon(({ path }) => path.startsWith('/v1/products'));
  }

  private async client(
    server: ServerProcess,
    seed: Seed,
    next: (seed: Seed) => Order,
    life: AbortSignal,
  ): Promise<void> {
    while (!isOver(life)) {
      try {
        await this.ledger.send(server, next(seed));
      } catch (error) {
        // Only what is cut off by the kill may fail.
        if (!isOver(life)) throw error;
      }
    }
  }

  /** Resolves with the answer that makes so many; `toSale`: the next one to a sale, whose contracts are still to be made. */
  private answered(count: number, toSale: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.heard = ({ path }) => {
        if (this.ledger.answers >= count && (!toSale || path.endsWith('/sell'))) resolve();
      };
    });
  }

  private openImport(): SmallImport {
    const last = this.imports.at(-1);
    if (last?.done === false) return last;
    const next = new SmallImport(join(this.temp, `import-${String(this.imports.length)}`), this.imports.length);
    this.imports.push(next);
    return next;
  }

  private async importAlone(): Promise<void> {
    const running: ImportProcess = this.openImport().run({ dataDir: this.folder });
    await Promise.race([running.ended, pass(this.seed.whole(Math.round(this.startTakes / 2), this.startTakes * 2))]);
    await running.kill();
  }

  private async killed(server: ServerProcess, after: number): Promise<void> {
    await pass(after);
    await server.stop('SIGKILL');
  }
}

function doing(moment: Moment, business: Business): (seed: Seed) => Order {
  if (moment === 'claiming') return (seed) => business.product(seed);
  if (moment === 'selling') return (seed) => business.sale(seed);
  return (seed) => business.next(seed);
}

/** Asked again each time. */
const isOver = (life: AbortSignal): boolean => life.aborted;
