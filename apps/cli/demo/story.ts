import { addDays, type DateOnly } from '../../../libs/kernel/dates.js';
import { everydayDeal } from './business.js';
import { campaignsIn } from './campaigns.js';
import { accounts, type Account } from './company.js';
import { laneOf } from './deal.js';
import { day, Diary, workday, workdayBefore } from './diary.js';
import { found } from './founding.js';
import { Seed } from './seed.js';
import type { Body, Step } from './step.js';
import { turningPointsIn } from './turning-points.js';

export interface StoryOptions {
  readonly seed: string;
  /** How many everyday deals there are beside the ones that are told in particular. */
  readonly deals: number;
}

export const storyStart = day('2024-07-01');
export const storyEnd = day('2026-06-30');

/** Two years of business as commands in the order of time. The same options give the same story. */
export function story({ seed, deals }: StoryOptions): readonly Step[] {
  const diary = new Diary(storyEnd);
  found(diary, storyStart);
  campaignsIn(diary);
  const customers = [...turningPointsIn(diary)];
  for (let index = 1; index <= deals; index += 1) {
    const own = new Seed(`${seed} deal ${String(index)}`);
    const account = own.pick(accounts);
    const opensOn = openingDate((index - own.next()) / deals);
    everydayDeal(diary, own, `deal-${String(index)}`, account, opensOn);
    customers.push([account, opensOn]);
  }
  for (const [account, date] of firstDates(customers)) createAccount(diary, account, workdayBefore(date));
  return diary.inOrder();
}

/** Business grows: the later, the denser. */
function openingDate(part: number): DateOnly {
  const first = addDays(storyStart, 7);
  const days = (Date.parse(storyEnd) - Date.parse(first)) / 86_400_000;
  return workday(addDays(first, Math.floor(days * part ** 0.8)));
}

/** When each account is needed first, its parent not later; parents come before what is below them. */
function firstDates(customers: readonly (readonly [Account, DateOnly])[]): readonly (readonly [Account, DateOnly])[] {
  const first = new Map<Account, DateOnly>();
  const need = (account: Account, date: DateOnly): void => {
    if (account.parent) need(account.parent, date);
    const before = first.get(account);
    if (before === undefined || date < before) first.set(account, date);
  };
  for (const [account, date] of customers) need(account, date);
  return [...first].sort(([a], [b]) => depth(a) - depth(b));
}

const depth = ({ parent }: Account): number => (parent === undefined ? 0 : 1 + depth(parent));

function createAccount(diary: Diary, account: Account, date: DateOnly): void {
  const { name, title, region, parent } = account;
  const seed = new Seed(name);
  const body: Body = {
    accountType: 'company',
    name: title,
    projectId: `@${region.name}`,
    industry: seed.pick(['ports', 'shipping', 'construction']),
    employees: seed.whole(3, 90) * 10,
    references: [{ system: 'erp', type: 'customer', id: `C-${String(seed.whole(1000, 9999))}` }],
    ...(parent && { parentId: `@${parent.name}` }),
  };
  diary.write(date, { lane: laneOf(account), subject: name }, { method: 'POST', path: '/v1/accounts', as: name, body });
}
