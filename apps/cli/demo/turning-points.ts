import type { DateOnly } from '../../../libs/kernel/dates.js';
import { portDays } from './campaigns.js';
import { accounts, people, type Account, type Person } from './company.js';
import { DealWriter, line } from './deal.js';
import { day, type Diary } from './diary.js';
import type { Command, Step } from './step.js';

/** The deals that the demonstration shows: by these names their ids are found again. */
export const turningPoints = { late: 'deal-late', again: 'deal-again', ready: 'deal-ready' } as const;

/** The key under which the opportunity that had been unlocked was sold again. */
export const soldAgainKey = (steps: readonly Step[]): string =>
  steps.filter(({ path }) => path === `/v1/opportunities/@${turningPoints.again}/sell`).at(-1)?.key ?? '';

/** @returns the accounts that deal, and from when on */
export function turningPointsIn(diary: Diary): readonly (readonly [Account, DateOnly])[] {
  const pilots = account('account-skerry-roads-port-authority');
  const ferries = account('account-otterfjord-ferries');
  const harbour = account('account-norvik-port-authority');
  soldOnTheLastFriday(diary, pilots);
  soldAgain(diary, ferries);
  readyToSell(diary, harbour);
  someAdministration(diary);
  return [
    [pilots, day('2025-01-14')],
    [ferries, day('2025-08-12')],
    [harbour, day('2026-04-14')],
  ];
}

/** Signed on 28 March 2025, entered on 12 May, when the seller was back from parental leave. */
function soldOnTheLastFriday(diary: Diary, customer: Account): void {
  const deal = writer(diary, turningPoints.late, 'Fairway monitoring for all pilots', customer, 'aksel');
  deal.open(day('2025-01-14'), '80000.00');
  deal.move(day('2025-01-30'), 1);
  deal.quote(day('2025-02-20'), [line('monitor', 120), line('gauge', 9), line('support', 4), line('day', 15)]);
  deal.move(day('2025-02-20'), 2);
  deal.move(day('2025-03-13'), 3);
  deal.sell(day('2025-03-28'), day('2025-05-12'));
}

/** Sold, unlocked because the customer wanted something else, and sold again: one contract each kept, amended, created, cancelled. */
function soldAgain(diary: Diary, customer: Account): void {
  const deal = writer(diary, turningPoints.again, 'Berth monitoring, two terminals', customer, 'jonna', portDays);
  deal.open(day('2025-08-12'), '60000.00');
  deal.move(day('2025-08-27'), 1);
  deal.quote(day('2025-09-09'), [line('monitor', 40), line('gauge', 6), line('day', 8)]);
  deal.move(day('2025-09-09'), 2);
  deal.move(day('2025-09-22'), 3);
  deal.sell(day('2025-10-02'), day('2025-10-02'), {
    'again.monitor': 'sale.created.0.lineId',
    'again.days': 'sale.created.2.lineId',
  });
  deal.unlock(day('2025-11-18'), 'More seats, cloud hosting, and they install it themselves');
  deal.changeQuote(day('2025-11-18'), {
    change: [{ lineId: '@again.monitor', quantity: '65' }],
    remove: ['@again.days'],
    add: [line('cloud', 1)],
  });
  deal.sell(day('2025-11-20'));
}

/** Stays in negotiation: it is sold while one watches. */
function readyToSell(diary: Diary, customer: Account): void {
  const deal = writer(diary, turningPoints.ready, 'Storm surge warning', customer, 'aksel');
  deal.open(day('2026-04-14'), '30000.00');
  deal.move(day('2026-05-05'), 1);
  deal.quote(day('2026-05-19'), [line('forecast', 6), line('gauge', 4, { discount: { percent: '7.5' } })]);
  deal.move(day('2026-05-19'), 2);
  deal.move(day('2026-06-16'), 3);
}

/** A change in the team and a new price, from a date on. */
function someAdministration(diary: Diary): void {
  const write = (date: string, command: Command): void =>
    diary.write(day(date), { lane: 'administration', subject: 'administration' }, command);
  const reassigned = { managerId: '@ingrid', office: 'Boston', validFrom: '2025-01-01' };
  write('2025-01-02', { method: 'POST', path: '/v1/users/@yuki/reassign', body: reassigned });
  write('2026-01-02', {
    method: 'PATCH',
    path: '/v1/price-books/@book/products/@product-monitor/prices/@price-monitor-EUR',
    body: { unitPrice: '41.00' },
  });
}

function writer(
  diary: Diary,
  name: string,
  what: string,
  customer: Account,
  seller: string,
  campaign?: string,
): DealWriter {
  const title = `${customer.title}: ${what}`;
  return new DealWriter(diary, {
    name,
    title,
    account: customer,
    seller: person(seller),
    pipeline: 'new',
    type: 'new',
    campaign,
  });
}

const account = (name: string): Account =>
  found(
    accounts.find((one) => one.name === name),
    name,
  );
const person = (name: string): Person =>
  found(
    people.find((one) => one.name === name),
    name,
  );
function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The story has no ${name}.`);
  return value;
}
