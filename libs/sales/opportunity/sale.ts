import type { DateOnly } from '../../kernel/dates.js';
import { pick } from '../../kernel/changes.js';
import { derivedId } from '../../kernel/ids.js';
import { sameJson } from '../../kernel/json.js';
import type { BuyingAccount } from '../../kernel/lines.js';
import { changeOf } from '../../kernel/money.js';
import { endOfTerm, sameLength } from '../../kernel/pricing.js';
import type { SellOpportunity, UnlockOpportunity } from './opportunity.commands.js';
import { OpportunitySold, OpportunityUnlocked } from './opportunity.events.js';
import { outcomeDate } from './outcome-date.js';
import { reject, type Existing, type Known, type Open, type OwnEvent, type Quote } from './opportunity.state.js';
import { overridden } from './overrides.js';
import type { QuoteLine, SaleAction, SaleOutcome, SoldLine } from './quote-line.js';

/** SOLD-01 to 04: the active quote's lines become the sale, and the opportunity is locked. */
export function sell(command: SellOpportunity, open: Open): readonly OwnEvent[] {
  const soldOn = outcomeDate(command.soldOn, command, open);
  const account = buyer(command, open);
  const quote = soldQuote(command, open);
  const revenue =
    quote?.total ??
    open.expectedAmount ??
    reject('amount-required', 'Give the opportunity an amount, or a quote, before selling.');
  return [
    OpportunitySold.of({
      opportunityId: open.opportunityId,
      buyerId: open.buyerId,
      name: open.name,
      saleNumber: open.saleNumber + 1,
      soldOn,
      account,
      projectId: open.projectId,
      ownerId: open.ownerId,
      credits: open.ownerId === undefined ? [] : [{ userId: open.ownerId, share: '100' }],
      partnerId: open.partnerId,
      pipelineId: open.pipelineId,
      stage: { from: open.stageId, to: command.wonStageId },
      quoteId: quote?.quoteId,
      lines: compared(open, quote?.lines ?? [], account, soldOn),
      revenue,
      previousRevenue: open.standing?.revenue,
      change: changeOf(open.standing?.revenue, revenue),
      opportunityType: open.opportunityType,
      leadId: open.leadId,
      campaignId: open.campaignId,
      sourceContractId: open.sourceContractId,
      overridden: overridden({ ...command, soldOn }, quote),
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
export function saleOutcome(sold: { readonly data: { readonly lines: readonly SoldLine[] } }): SaleOutcome {
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

/** Decision 3: each line against the one that stands, by its origin; what stood and is gone is cancelled. */
function compared(
  open: Open,
  lines: readonly QuoteLine[],
  account: BuyingAccount,
  soldOn: DateOnly,
): readonly SoldLine[] {
  const standing = open.standing?.lines ?? [];
  const stood = new Map(standing.map((line) => [line.originLineId, line]));
  const sameAccount = open.standing?.account.id === account.id;
  const sold = lines.map((line): SoldLine => {
    const last = stood.get(line.originLineId);
    const keeps = last !== undefined && sameAccount && isUnchanged(last, line);
    const wasSold = open.everSold[line.originLineId] !== undefined;
    return {
      ...line,
      ...(keeps ? pick(last, ['startsOn', 'endsOn']) : runOf(line, last, soldOn)),
      contractId: derivedId(open.opportunityId, line.originLineId),
      action: keeps ? 'keep' : wasSold ? 'amend' : 'create',
      ...(last && { previousTotal: last.total }),
    };
  });
  const present = new Set(lines.map(({ originLineId }) => originLineId));
  const gone = standing.filter(({ originLineId }) => !present.has(originLineId));
  return [...sold, ...gone.map((line): SoldLine => ({ ...line, action: 'cancel', previousTotal: line.total }))];
}

type Run = Pick<SoldLine, 'startsOn' | 'endsOn'>;

/**
 * From when to when the line runs. Where it does not say, it goes on as it stood; one that did not stand, or would be over before it
 * is sold, starts with the sale.
 */
function runOf(line: QuoteLine, last: SoldLine | undefined, soldOn: DateOnly): Run {
  if (line.startsOn !== undefined) return runFrom(line.startsOn, line, last);
  const run = runFrom(last?.startsOn ?? soldOn, line, last);
  return run.endsOn !== undefined && run.endsOn < soldOn ? runFrom(soldOn, line, last) : run;
}

function runFrom(startsOn: DateOnly, { category: { kind }, term }: QuoteLine, last: SoldLine | undefined): Run {
  if (kind === 'oneOff' || term === undefined) return { startsOn };
  const asBefore = last?.startsOn === startsOn && sameLength(last.term, term) ? last.endsOn : undefined;
  return { startsOn, endsOn: asBefore ?? endOfTerm(startsOn, term) };
}

const isUnchanged = (last: SoldLine, line: QuoteLine): boolean =>
  sameJson(content(last), content({ ...line, startsOn: line.startsOn ?? last.startsOn }));

/** What a contract is made of. Names of products and categories, price ids and taxes may change without it. */
function content(line: QuoteLine) {
  const { quantity, unit, unitPrice, currency, discount, per, term, startsOn, custom, category, product, name } = line;
  const what = product?.id ?? name;
  const kind = [category.id, category.contractType, category.kind];
  return { what, kind, quantity, unit, unitPrice, currency, discount, per, term, startsOn, custom };
}
