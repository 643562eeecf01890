import type { Money } from '../../../libs/kernel/money.js';
import {
  columnsIn,
  opportunitiesIn,
  reportIn,
  resultsIn,
  timelineIn,
  type CampaignResults,
  type Column,
  type OpportunityItem,
  type SalesReport,
} from './answers.parse.js';
import { portDays } from './campaigns.js';
import type { LiveApi } from './live-api.js';
import { amountText, grouped, headline, table, type Block } from './page.js';
import type { Names } from './step.js';

const dates = ['2024-12-31', '2025-09-30', '2026-06-30'] as const;
const quarter = { from: '2025-01-01', to: '2025-03-31' };
const then = '2025-04-05';

/** The board on three dates, what a campaign had brought by two, and a quarter as it was known then and is known now. */
export async function historyBlock(api: LiveApi, names: Names): Promise<Block> {
  const brought = await campaign(api, names);
  const changed = await firstQuarter(api);
  const lines = [
    headline('History: the board on three dates; a campaign on two; a quarter as it was known then'),
    ...(await boards(api, names)),
    ...brought.lines,
    ...changed.lines,
  ];
  return { lines, right: brought.right && changed.right };
}

async function boards(api: LiveApi, names: Names): Promise<readonly string[]> {
  const pipeline = names.get('new') ?? '';
  const shown = await Promise.all(
    dates.map(async (asOf) => columnsIn(await api.get('/v1/boards/pipeline', { pipeline, asOf }))),
  );
  const stages = [...new Set(shown.flatMap((columns) => columns.map(({ stage }) => stage)))];
  const rows = stages.map((stage) => [
    stage,
    ...shown.flatMap((columns) => cellsOf(columns.find((column) => column.stage === stage))),
  ]);
  const head = ['New business', ...dates.flatMap((date) => [date, 'EUR', 'USD'])];
  return [`GET /v1/boards/pipeline?pipeline=${pipeline}&asOf=…`, ...table([head, ...rows])];
}

const cellsOf = (column: Column | undefined): readonly string[] =>
  column === undefined
    ? ['0', '', '']
    : [String(column.count), amountIn('EUR', column.amounts), amountIn('USD', column.amounts)];

async function campaign(api: LiveApi, names: Names): Promise<Block> {
  const id = names.get(portDays) ?? '';
  const [, before, after] = dates;
  const resultsAt = async (asOf: string) => resultsIn(await api.get(`/v1/campaigns/${id}/results`, { asOf }));
  const [then, now] = [await resultsAt(before), await resultsAt(after)];
  const lines = [
    `GET /v1/campaigns/${id}/results?asOf=… (Baltic Port Days 2025, in EUR)`,
    `  ${before}: ${broughtIn(then)}`,
    `  ${after}: ${broughtIn(now)}`,
  ];
  return { lines, right: now.sales.count > then.sales.count };
}

function broughtIn({ leads, opportunities, sales, cost, costPerLead, costPerSale }: CampaignResults): string {
  const [lead, sale] = [costPerLead, costPerSale].map((each) => (each === null ? 'none' : amountIn('EUR', each)));
  const brought = `${String(leads.total)} leads, ${String(opportunities.total)} opportunities`;
  const sold = `${String(sales.count)} sales of ${amountIn('EUR', sales.amounts)}`;
  return `${brought}, ${sold}; cost ${amountIn('EUR', cost)}: ${String(lead)} a lead, ${String(sale)} a sale`;
}

async function firstQuarter(api: LiveApi): Promise<Block> {
  const report = { groupBy: 'quarter', ...quarter };
  const known = reportIn(await api.get('/v1/reports/sales', { ...report, knownAt: then }));
  const now = reportIn(await api.get('/v1/reports/sales', report));
  const late = await soldBefore(api);
  const lines = [
    `GET /v1/reports/sales?groupBy=quarter&from=${quarter.from}&to=${quarter.to}[&knownAt=${then}]`,
    ...table([
      ['First quarter of 2025', 'won', 'lost', 'EUR', 'USD'],
      [`as known on ${then}`, ...figures(known)],
      ['as known now', ...figures(now)],
    ]),
    ...late,
  ];
  return { lines, right: late.length > 0 && now.total.won.count > known.total.won.count };
}

const figures = ({ total: { won, lost } }: SalesReport): readonly string[] => [
  String(won.count),
  String(lost.count),
  amountIn('EUR', won.amounts),
  amountIn('USD', won.amounts),
];

/** The sales of the quarter that were not known then, each with when it happened and when it was entered. */
async function soldBefore(api: LiveApi): Promise<readonly string[]> {
  const before = new Set((await sales(api, { knownAt: then })).map(({ id }) => id));
  const late = (await sales(api, {})).filter(({ id }) => !before.has(id));
  return (await Promise.all(late.map((sale) => lateFact(api, sale)))).flat();
}

async function sales(api: LiveApi, asOf: Readonly<Record<string, string>>): Promise<readonly OpportunityItem[]> {
  const filter = JSON.stringify({ soldOn: { gte: quarter.from, lte: quarter.to } });
  return opportunitiesIn(await api.get('/v1/opportunities', { filter, limit: '500', ...asOf }));
}

async function lateFact(api: LiveApi, { id, name, revenue }: OpportunityItem): Promise<readonly string[]> {
  const events = timelineIn(await api.get(`/v1/opportunities/${id}/timeline`));
  const sold = events.find(({ type }) => type === 'OpportunitySold');
  return [
    `The difference is a late fact: "${name}", ${amountText(revenue)},`,
    `  happened on ${dateOf(sold?.occurredAt)} and was entered on ${dateOf(sold?.recordedAt)} (OpportunitySold in its timeline).`,
  ];
}

const dateOf = (instant = ''): string => instant.slice(0, 10);

function amountIn(currency: string, amounts: readonly Money[]): string {
  const amount = amounts.find((one) => one.currency === currency);
  return amount === undefined ? '0' : grouped(amount.amount);
}
