import { addDays, type DateOnly } from '../../../libs/kernel/dates.js';
import { accounts, people, type Account } from './company.js';
import { day, later, workday, workdayBefore, type Diary, type Thread } from './diary.js';
import { Seed } from './seed.js';
import type { Body, Command } from './step.js';

/** Where business comes from. Its costs are known when it is planned; each counts from its date on. */
export interface Campaign {
  readonly name: string;
  readonly title: string;
  readonly parent: 'europe' | 'americas';
  readonly channel: string;
  readonly source: string;
  readonly startsOn: DateOnly;
  readonly endsOn: DateOnly;
  readonly costs: readonly (readonly [date: string, amount: string, note: string])[];
  readonly leads: number;
}

/** The one whose results the demonstration shows. */
export const portDays = 'campaign-port-days';

const campaigns: readonly Campaign[] = [
  campaign(
    'campaign-seminars',
    'Tide forecasts, web seminars',
    'europe',
    'Web seminar',
    '2024-10-07',
    '2024-12-13',
    9,
    [
      ['2024-10-01', '1850.00', 'Platform'],
      ['2024-11-04', '2400.00', 'Advertising'],
    ],
  ),
  campaign('campaign-coast', 'East coast road show', 'americas', 'Road show', '2025-03-03', '2025-04-11', 8, [
    ['2025-02-10', '6900.00', 'Venues'],
    ['2025-04-14', '3120.50', 'Travel'],
  ]),
  campaign(portDays, 'Baltic Port Days 2025', 'europe', 'Trade fair', '2025-06-10', '2025-06-12', 14, [
    ['2025-03-17', '8400.00', 'Stand'],
    ['2025-06-13', '2260.00', 'Travel'],
    ['2025-11-03', '1800.00', 'Video for those who came'],
  ]),
  campaign('campaign-storms', 'After the winter storms', 'europe', 'Mail', '2026-02-02', '2026-03-31', 10, [
    ['2026-02-02', '980.00', 'Print and postage'],
  ]),
];

function campaign(
  ...[name, title, parent, channel, startsOn, endsOn, leads, costs]: readonly [
    string,
    string,
    Campaign['parent'],
    string,
    string,
    string,
    number,
    Campaign['costs'],
  ]
): Campaign {
  const source = channel === 'Trade fair' ? 'Badge scan' : 'Form';
  return { name, title, parent, channel, source, startsOn: day(startsOn), endsOn: day(endsOn), leads, costs };
}

/** So many days after its end a campaign still brings opportunities; then it is archived. */
const echo = 75;

/** The campaign that such a deal comes of, for some. */
export function campaignOf(deal: string, { region }: Account, opensOn: DateOnly): string | undefined {
  const seed = new Seed(`${deal} campaign`);
  const running = campaigns.filter(
    ({ parent, startsOn, endsOn }) => parent === region.parent && startsOn < opensOn && opensOn < addDays(endsOn, echo),
  );
  return running.length > 0 && seed.chance(0.7) ? seed.pick(running).name : undefined;
}

/** They are planned, bring leads of which some come to nothing, and are archived. */
export function campaignsIn(diary: Diary): void {
  for (const one of campaigns) {
    const { name, leads } = one;
    const write = (date: DateOnly, command: Command): void => diary.write(date, { lane: name, subject: name }, command);
    write(workdayBefore(day(one.costs[0]?.[0] ?? one.startsOn)), {
      method: 'POST',
      path: '/v1/campaigns',
      as: name,
      body: bodyOf(one),
    });
    for (let index = 1; index <= leads; index += 1) leadOf(diary, one, `${name}-lead-${String(index)}`);
    write(later(one.endsOn, echo + 14), { method: 'POST', path: `/v1/campaigns/@${name}/archive`, body: {} });
  }
}

function bodyOf({ title, parent, channel, source, startsOn, endsOn, costs }: Campaign): Body {
  const currency = parent === 'europe' ? 'EUR' : 'USD';
  return {
    name: title,
    projectId: `@${parent}`,
    ownerId: parent === 'europe' ? '@marta' : '@dale',
    startsOn,
    endsOn,
    channels: [channel],
    sources: [source],
    costs: costs.map(([on, amount, note]) => ({ on, amount: { amount, currency }, note })),
  };
}

function leadOf(diary: Diary, { name, parent, source, startsOn, endsOn }: Campaign, lead: string): void {
  const seed = new Seed(lead);
  const days = (Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000;
  const date = workday(addDays(startsOn, seed.whole(0, days)));
  const account = seed.pick(accounts.filter(({ region }) => region.parent === parent));
  const thread: Thread = { lane: name, subject: lead };
  const seller = seed.pick(people.filter(({ region }) => region === account.region.name));
  const body: Body = {
    organisation: account.title,
    source,
    campaignId: `@${name}`,
    projectId: `@${account.region.name}`,
    ownerId: `@${seller.name}`,
  };
  diary.write(date, thread, { method: 'POST', path: '/v1/leads', as: lead, body });
  if (!seed.chance(0.4)) return;
  const reasonCode = seed.pick(['no-budget', 'no-decision']);
  const path = `/v1/leads/@${lead}/disqualify`;
  diary.write(later(date, seed.whole(20, 120)), thread, { method: 'POST', path, body: { reasonCode } });
}
