import { addDays, type DateOnly } from '../../../libs/kernel/dates.js';
import { campaignOf } from './campaigns.js';
import { lostReasons, people, products, type Account, type Person } from './company.js';
import { DealWriter, line } from './deal.js';
import { later, type Diary } from './diary.js';
import type { Seed } from './seed.js';

interface Offer {
  readonly product: string;
  readonly quantity: number;
}

/** An everyday deal: it goes through the stages, and is won, lost, or still open when the story ends. */
export function everydayDeal(diary: Diary, seed: Seed, name: string, account: Account, opensOn: DateOnly): void {
  const offers = offersOf(seed);
  const title = `${account.title}: ${subjectOf(offers)}`;
  const deal = new DealWriter(diary, {
    name,
    title,
    account,
    seller: sellerFor(account, seed),
    pipeline: 'new',
    type: 'new',
    campaign: campaignOf(name, account, opensOn),
  });
  deal.open(opensOn, roughly(offers, account, seed));
  if (seed.chance(0.5)) deal.activity(opensOn, 'call', 'First call');
  const qualifiedOn = later(opensOn, seed.whole(4, 20));
  if (seed.chance(0.16)) deal.lose(qualifiedOn, seed.pick(['no-budget', 'no-decision']));
  else qualified(diary, deal, seed, qualifiedOn, offers);
}

function qualified(diary: Diary, deal: DealWriter, seed: Seed, date: DateOnly, offers: readonly Offer[]): void {
  deal.move(date, 1);
  if (seed.chance(0.6)) deal.activity(date, 'meeting', 'Site visit');
  const quotedOn = later(date, seed.whole(5, 25));
  deal.quote(
    quotedOn,
    offers.map(({ product, quantity }) => line(product, quantity)),
  );
  deal.move(quotedOn, 2);
  if (seed.chance(0.22)) deal.lose(later(quotedOn, seed.whole(20, 90)), seed.pick(reasons));
  else negotiated(diary, deal, seed, later(quotedOn, seed.whole(4, 18)), offers);
}

function negotiated(diary: Diary, deal: DealWriter, seed: Seed, date: DateOnly, offers: readonly Offer[]): void {
  if (seed.chance(0.35)) deal.changeQuote(date, { add: [line('day', seed.whole(1, 3))] });
  deal.move(date, 3);
  const decidedOn = later(date, seed.whole(4, 25));
  if (seed.chance(0.25)) deal.lose(decidedOn, seed.pick(reasons));
  else won(diary, deal, seed, decidedOn, offers);
}

/** Price twice: it is the most frequent. */
const reasons: readonly string[] = ['price', ...lostReasons.map(([code]) => code)];

/** Some sales are entered days later; software that was sold is up for renewal within the year. */
function won(diary: Diary, deal: DealWriter, seed: Seed, soldOn: DateOnly, offers: readonly Offer[]): void {
  const heardOn = seed.chance(0.2) ? later(soldOn, seed.whole(2, 12)) : soldOn;
  deal.sell(soldOn, quarter(heardOn) === quarter(soldOn) ? heardOn : soldOn);
  const running = offers.filter(
    ({ product }) => product === 'monitor' || product === 'forecast' || product === 'support',
  );
  if (running.length > 0) renewal(diary, deal, seed, soldOn, running);
}

function renewal(diary: Diary, { deal }: DealWriter, seed: Seed, soldOn: DateOnly, running: readonly Offer[]): void {
  const { account } = deal;
  const type = 'renewal' as const;
  const title = `${deal.title}, renewal`;
  const next = new DealWriter(diary, {
    ...deal,
    name: `${deal.name}-r`,
    title,
    pipeline: 'renewals',
    type,
    campaign: undefined,
  });
  const grown = running.map(({ product, quantity }) => ({
    product,
    quantity: quantity + seed.whole(0, 2) * Math.ceil(quantity / 10),
  }));
  const dueOn = later(soldOn, seed.whole(290, 310));
  const offeredOn = later(dueOn, seed.whole(7, 21));
  const decidedOn = later(offeredOn, seed.whole(7, 35));
  next.open(dueOn, roughly(grown, account, seed));
  next.quote(
    offeredOn,
    grown.map(({ product, quantity }) => line(product, quantity, { startsOn: addDays(soldOn, 365) })),
  );
  next.move(offeredOn, 1);
  if (seed.chance(0.8)) next.sell(decidedOn);
  else next.lose(decidedOn, seed.pick(reasons));
}

function offersOf(seed: Seed): readonly Offer[] {
  const seats = { product: 'monitor', quantity: seed.whole(4, 40) };
  const support = { product: 'support', quantity: seed.whole(1, 3) };
  const days = { product: 'day', quantity: seed.whole(2, 12) };
  const gauges = { product: 'gauge', quantity: seed.whole(1, 6) };
  const stations = { product: 'forecast', quantity: seed.whole(1, 8) };
  return seed.pick([
    [seats, support],
    [seats, days],
    [gauges, days],
    [gauges],
    [stations, support],
    [seats, { product: 'cloud', quantity: 1 }, support, days],
  ]);
}

function subjectOf(offers: readonly Offer[]): string {
  const [first] = offers;
  return products.find(({ name }) => name === first?.product)?.title ?? 'Services';
}

/** What the seller hopes for at first: whole hundreds. */
function roughly(offers: readonly Offer[], { region }: Account, seed: Seed): string {
  const listed = offers.map(({ product, quantity }) => {
    const known = products.find(({ name }) => name === product);
    return known === undefined ? 0 : Number(known[region.currency]) * quantity * (known.per === 'month' ? 12 : 1);
  });
  const total = listed.reduce((sum, amount) => sum + amount, 0) * (0.7 + 0.6 * seed.next());
  return `${String(Math.max(1, Math.round(total / 100)) * 100)}.00`;
}

function sellerFor({ region }: Account, seed: Seed): Person {
  return seed.pick(people.filter((person) => person.region === region.name));
}

const quarter = (date: DateOnly): string => `${date.slice(0, 4)}-${String(Math.ceil(Number(date.slice(5, 7)) / 3))}`;
