import type { DateOnly } from '../../kernel/dates.js';
import { derivedId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { BuyingAccount } from '../../kernel/lines.js';
import { changeOf } from '../../kernel/money.js';
import { endOfTerm } from '../../kernel/pricing.js';
import type { SellOpportunity, UnlockOpportunity } from './opportunity.commands.js';
import { OpportunitySold, OpportunityUnlocked } from './opportunity.events.js';
import { reject, type Existing, type Known, type Open, type OwnEvent, type Quote } from './opportunity.state.js';
import type { QuoteLine, SaleAction, SoldLine } from './quote-line.js';

/** SOLD-01 to 04: the active quote's lines become the sale, and the opportunity is locked. */
export function sell(command: SellOpportunity, open: Open): readonly OwnEvent[] {
  notInFuture(command.soldOn, command.today);
  const account = buyer(command, open);
  const quote = soldQuote(command, open);
  const revenue =
    quote?.total ??
    open.expectedAmount ??
    reject('amount-required', 'Give the opportunity an amount, or a quote, before selling.');
  return [
    OpportunitySold.of({
      opportunityId: open.opportunityId,
      name: open.name,
      saleNumber: open.saleNumber + 1,
      soldOn: command.soldOn,
      account,
      projectId: open.projectId,
      ownerId: open.ownerId,
      credits: open.ownerId === undefined ? [] : [{ userId: open.ownerId, share: '100' }],
      partnerId: open.partnerId,
      pipelineId: open.pipelineId,
      stage: { from: open.stageId, to: command.wonStageId },
      quoteId: quote?.quoteId,
      lines: compared(open, quote?.lines ?? [], account, command.soldOn),
      revenue,
      previousRevenue: open.standing?.revenue,
      change: changeOf(open.standing?.revenue, revenue),
      opportunityType: open.opportunityType,
      leadId: open.leadId,
      campaignId: open.campaignId,
      sourceContractId: open.sourceContractId,
    }),
  ];
}

/** SOLD-06: open again; the sale and its contracts stand (SOLD-09). */
export function unlock({ reason }: UnlockOpportunity, state: Known): readonly OwnEvent[] {
  if (state.status === 'open' && state.standing !== undefined) return [];
  if (state.status !== 'sold') return reject('opportunity-not-sold', 'Only a sold opportunity can be unlocked.');
  const { saleNumber, revenue } = state.standing;
  const stage = { from: state.stageId, to: state.stageBefore };
  return [
    OpportunityUnlocked.of({ ...whereabouts(state), saleNumber, revenue, stage, personId: state.personId, reason }),
  ];
}

/** What a sale does to contracts, line by line: for the answer to a sale, and to its dry run. */
export function saleOutcome(sold: { readonly data: { readonly lines: readonly SoldLine[] } }) {
  const having = (action: SaleAction): readonly SoldLine[] => sold.data.lines.filter((line) => line.action === action);
  return { kept: having('keep'), amended: having('amend'), created: having('create'), cancelled: having('cancel') };
}

/** Whose and where the opportunity is, as its larger events say it. */
export const whereabouts = ({ opportunityId, projectId, accountId, ownerId, pipelineId }: Existing) => ({
  opportunityId,
  projectId,
  accountId,
  ownerId,
  pipelineId,
});

export function notInFuture(date: DateOnly, today: DateOnly): void {
  if (date > today)
    reject('date-in-future', `${date} is in the future: today is ${today}. Name today or an earlier date.`);
}

function buyer({ account }: SellOpportunity, open: Open): BuyingAccount {
  if (open.accountId === undefined) return reject('account-required', 'Name the account that buys before selling.');
  if (account?.id === open.accountId) return account;
  return reject(
    'account-changed',
    `The account is now ${open.accountId}. Look at the opportunity again before selling.`,
    {
      accountId: open.accountId,
    },
  );
}

function soldQuote({ quoteRequired }: SellOpportunity, open: Open): Quote | undefined {
  const active = open.quotes.find(({ quoteId }) => quoteId === open.activeQuoteId);
  if (active === undefined && (quoteRequired || open.quotes.length > 0)) {
    reject('active-quote-required', 'Activate a quote before selling: its lines are what is sold.');
  }
  return active;
}

/** Decision 3: each line against all that was ever sold here, by its origin; what stood and is gone is cancelled. */
function compared(
  open: Open,
  lines: readonly QuoteLine[],
  account: BuyingAccount,
  soldOn: DateOnly,
): readonly SoldLine[] {
  const standing = open.standing?.lines ?? [];
  const stood = new Set(standing.map(({ originLineId }) => originLineId));
  const sameAccount = open.standing?.account.id === account.id;
  const sold = lines.map((line): SoldLine => {
    const last = open.everSold[line.originLineId];
    const stands = stood.has(line.originLineId);
    const dated = { ...line, ...dates(line, last?.startsOn ?? soldOn) };
    const unchanged = last !== undefined && sameJson(content(last), content(dated));
    return {
      ...dated,
      contractId: derivedId(open.opportunityId, line.originLineId),
      action: last === undefined ? 'create' : stands && sameAccount && unchanged ? 'keep' : 'amend',
      ...(last !== undefined && stands ? { previousTotal: last.total } : {}),
    };
  });
  const present = new Set(lines.map(({ originLineId }) => originLineId));
  const gone = standing.filter(({ originLineId }) => !present.has(originLineId));
  return [...sold, ...gone.map((line): SoldLine => ({ ...line, action: 'cancel', previousTotal: line.total }))];
}

function dates({ startsOn, category, term }: QuoteLine, otherwise: DateOnly) {
  const from = startsOn ?? otherwise;
  const timeBased = category.kind === 'timeBased' && term !== undefined;
  return { startsOn: from, ...(timeBased ? { endsOn: endOfTerm(from, term) } : {}) };
}

/** What a contract is made of. Names of products and categories, price ids and taxes may change without it. */
function content(line: QuoteLine) {
  const { quantity, unit, unitPrice, currency, discount, per, term, startsOn, custom, category, product, name } = line;
  const what = product?.id ?? name;
  const kind = [category.id, category.contractType, category.kind];
  return { what, kind, quantity, unit, unitPrice, currency, discount, per, term, startsOn, custom };
}
