import type { Seed } from '../../../apps/cli/demo/seed.js';
import { newId } from '../../../libs/kernel/ids.js';
import { handLine, serverLine, suiteLine, type Shop, type Sold } from '../../../libs/testing/api/shop.js';
import type { Done } from '../../../libs/testing/api/test-api.js';
import type { Order } from './ledger.js';

interface Deal {
  readonly id: string;
  revision: number;
  status: string;
  quoteId?: string;
  isActive: boolean;
  /** Its lines differ from those of the last sale. */
  isChanged: boolean;
  lineIds: readonly string[];
}

const codes = Array.from({ length: 40 }, (_one, index) => `K-${String(index)}`);

/** What people do with one Tidemark, by chance: deals up to their sale and beyond, products that want the same few codes, accounts. */
export class Business {
  readonly products: string[] = [];
  private readonly deals = new Map<string, Deal>();
  private readonly accounts: string[] = [];
  private readonly toSell: Deal[] = [];
  private made = 0;

  constructor(private readonly shop: Shop) {}

  next(seed: Seed): Order {
    const deals = [...this.deals.values()];
    if (deals.length < 4 || seed.chance(0.15)) return this.open();
    if (seed.chance(0.2)) return this.product(seed);
    if (seed.chance(0.08)) return this.account(seed);
    const deal = seed.pick(deals.slice(-25));
    return seed.chance(0.15) ? this.aside(deal, seed) : this.advance(deal, seed);
  }

  /** Brings deals to the point of their sale; when all are there, they are sold in one burst. */
  sale(seed: Seed): Order {
    const deals = [...this.deals.values()].slice(-20);
    if (deals.length < 20) return this.open();
    const sold = this.toSell.pop();
    if (sold !== undefined) return this.advance(sold, seed);
    const behind = deals.filter((deal) => !isReady(deal));
    if (behind.length > 0) return this.advance(seed.pick(behind), seed);
    this.toSell.push(...deals);
    return this.sale(seed);
  }

  private open(): Order {
    const { pipelineId, accountId, sellerId } = this.shop;
    const body = { name: this.name('Deal'), pipelineId, accountId, ownerId: sellerId };
    return {
      ...post('/v1/opportunities', body),
      learn: ({ id, revision }) => {
        this.deals.set(id, { id, revision, status: 'open', isActive: false, isChanged: false, lineIds: [] });
      },
    };
  }

  /** The next step on the way of a deal: quote, activate, sell, unlock, change, sell again or lose. */
  private advance(deal: Deal, seed: Seed): Order {
    const at = `/v1/opportunities/${deal.id}`;
    const quote = `${at}/quotes/${deal.quoteId ?? ''}`;
    const learn = (done: Done): void => this.learn(deal, done);
    if (deal.status === 'won')
      return { ...post(`${at}/unlock`, { reason: this.name('More') }), mayBeQuiet: true, learn };
    if (deal.status === 'lost') return { ...post(`${at}/reopen`), mayBeQuiet: true, learn };
    if (deal.quoteId === undefined) {
      const body = { name: 'Offer', currency: 'EUR', lines: this.lines(seed) };
      return { ...post(`${at}/quotes`, body), learn };
    }
    if (!deal.isActive) return { ...post(`${quote}/activate`), mayBeQuiet: true, learn };
    if (deal.status === 'reopened' && !deal.isChanged && deal.lineIds.length > 0) {
      const learnChange = (done: Done): void => {
        deal.isChanged = true;
        learn(done);
      };
      return { ...post(`${quote}/lines`, this.change(deal, seed)), learn: learnChange };
    }
    if (deal.status === 'reopened' && seed.chance(0.15)) {
      return { ...post(`${at}/lose`, { reasonCode: 'not-stated' }), mayBeQuiet: true, learn };
    }
    return { ...post(`${at}/sell`), learn };
  }

  /** An edit, or what cannot be. */
  private aside(deal: Deal, seed: Seed): Order {
    const at = `/v1/opportunities/${deal.id}`;
    const learn = (done: Done): void => this.learn(deal, done);
    const edit = { method: 'PATCH', path: at, body: { name: this.name('Deal') }, learn } as const;
    return seed.pick([
      edit,
      { ...edit, ifMatch: deal.revision },
      { ...edit, ifMatch: 999_999 },
      { ...edit, body: { accountId: newId() } },
      { ...post(`${at}/sell`), learn },
      { ...post(`${at}/unlock`, { reason: this.name('More') }), mayBeQuiet: true, learn },
    ]);
  }

  /** A product that is new or takes another code. */
  product(seed: Seed): Order {
    const body = { name: this.name('Product'), code: seed.pick(codes) };
    if (this.products.length > 3 && seed.chance(0.6)) {
      const path = `/v1/products/${seed.pick(this.products)}`;
      return { method: 'PATCH', path, body, learn: () => undefined };
    }
    return {
      ...post('/v1/products', { ...body, categoryId: this.shop.hardware }),
      learn: ({ id }) => this.products.push(id),
    };
  }

  private account(seed: Seed): Order {
    const parentId = this.accounts.length > 0 && seed.chance(0.7) ? { parentId: seed.pick(this.accounts) } : {};
    return {
      ...post('/v1/accounts', { accountType: 'company', name: this.name('Account'), ...parentId }),
      learn: ({ id }) => this.accounts.push(id),
    };
  }

  private lines(seed: Seed): readonly object[] {
    const every = [
      suiteLine(this.shop, String(seed.whole(1, 50))),
      serverLine(this.shop, String(seed.whole(1, 5))),
      handLine(this.shop, String(seed.whole(1, 900))),
    ];
    return every.slice(0, seed.whole(1, every.length));
  }

  private change({ lineIds }: Deal, seed: Seed): object {
    const [first = '', ...more] = lineIds;
    return {
      change: [{ lineId: first, quantity: String(seed.whole(60, 9_999)) }],
      ...(more.length > 0 && seed.chance(0.5) && { remove: [more.at(-1)] }),
      ...(seed.chance(0.4) && { add: [handLine(this.shop, String(seed.whole(1, 900)), this.name('Extra'))] }),
    };
  }

  private learn(deal: Deal, done: Done): void {
    if (done.revision <= deal.revision) return;
    deal.revision = done.revision;
    deal.status = String(done.record['status']);
    deal.quoteId ??= done.quoteId;
    deal.isActive = done.record['activeQuoteId'] !== null;
    if (!('sale' in done)) return;
    const { kept, amended, created } = (done as Sold).sale;
    deal.lineIds = [...kept, ...amended, ...created].map(({ lineId }) => lineId);
    deal.isChanged = false;
  }

  /** No two are alike, so that every command changes something. */
  private name(what: string): string {
    this.made += 1;
    return `${what} ${String(this.made)}`;
  }
}

const isReady = ({ status, isActive, isChanged }: Deal): boolean =>
  isActive && (status === 'open' || (status === 'reopened' && isChanged));

const post = (path: string, body: object = {}) => ({ method: 'POST', path, body }) as const;
