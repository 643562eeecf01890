import type { AggregateRef, CommandRunner } from '../../commands/command-executor.js';
import type { StreamState } from '../../commands/stream-state.js';
import type { ExpectedRevision } from '../../event-log/event-log.js';
import type { Instant } from '../../kernel/dates.js';
import type { Decider, DomainEvent } from '../../kernel/decider.js';
import { DomainError } from '../../kernel/domain-error.js';
import type {
  AccountId,
  CampaignId,
  CategoryId,
  ContactId,
  ContractId,
  LeadId,
  PersonId,
  LostReasonId,
  OpportunityId,
  PartnerId,
  PipelineId,
  PriceBookId,
  PriceBookItemId,
  ProductId,
  ProjectId,
  QuoteId,
  StageId,
  UserId,
} from '../../kernel/ids.js';
import type { Employer } from '../../people/contact/contact.events.js';
import type { BuyingAccount } from '../../kernel/lines.js';
import { campaignStatusesId } from '../../campaigns/campaign-statuses/campaign-statuses.js';
import { salesSettingsId } from '../../organisation/sales-settings/sales-settings.js';
import { accountName } from '../../../projections/accounts/account-name.js';
import type { AccountRow } from '../../../projections/accounts/accounts.read-model.js';
import type { Row } from '../../read-store/read-model.js';
import { aggregates } from '../register/aggregates.js';
import { LoadedRecords } from './loaded-records.js';
import { refuseArchived, type Origin } from './origin.js';
import { pricesThen, type PricesThen } from './prices-then.js';

/**
 * What one command needs to know of other records: read from their own streams, so never older than what the caller saw, each
 * once however often it is asked for. What is frozen into the event (prices, stages, names, settings) is that of the command's own time:
 * `at`, now without it (ADR 36).
 */
export class Lookups {
  private readonly records: LoadedRecords;

  constructor(
    private readonly runner: Pick<CommandRunner, 'load' | 'loadAt'>,
    private readonly at?: Instant,
    records?: LoadedRecords,
  ) {
    this.records = records ?? new LoadedRecords(runner);
  }

  /** The same for what happened on another date than the command. */
  asOf(at: Instant | undefined): Lookups {
    return new Lookups(this.runner, at, this.records);
  }

  account = (id: AccountId) => this.need(aggregates.account, 'account', id);
  /** The account a request is for. @throws DomainError `account-not-found`, or `revision-stale` when it is elsewhere than expected */
  async targetAccount(id: AccountId, expected?: ExpectedRevision): Promise<void> {
    const { state, revision: actual } = await this.records.load(aggregates.account, id);
    if (state.record === null) unknown('account', id, '', 'account-not-found');
    if (expected === undefined || expected === actual) return;
    const message = `The account is at revision ${String(actual)}, not at ${String(expected)}. Read it again, then decide.`;
    throw new DomainError('revision-stale', message, { expected, actual });
  }
  contact = (id: ContactId) => this.need(aggregates.contact, 'contact', id);
  campaign = (id: CampaignId) => this.need(aggregates.campaign, 'campaign', id);
  partner = (id: PartnerId) => this.need(aggregates.partner, 'partner', id);
  /** The lead a command is for. @throws DomainError `lead-not-found` */
  targetLead = (id: LeadId) => this.need(aggregates.lead, 'lead', id, 'lead-not-found');
  lead = (id: LeadId) => this.need(aggregates.lead, 'lead', id);
  project = (id: ProjectId) => this.need(aggregates.project, 'project', id);
  user = (id: UserId) => this.need(aggregates.user, 'user', id);
  pipeline = (id: PipelineId) => this.needThen(aggregates.pipeline, 'pipeline', id);
  lostReason = (id: LostReasonId) => this.need(aggregates.lostReason, 'lost reason', id);
  product = (id: ProductId) => this.needThen(aggregates.product, 'product', id);
  category = (id: CategoryId) => this.needThen(aggregates.productCategory, 'product category', id);
  priceBook = (id: PriceBookId) => this.needThen(aggregates.priceBook, 'price book', id);
  /** The prices of then, and those that were entered since. */
  async priceBookItem(id: PriceBookItemId): Promise<PricesThen> {
    const [{ state: now }, { state: then }] = await Promise.all([
      this.records.load(aggregates.priceBookItem, id),
      this.records.loadAt(aggregates.priceBookItem, id, this.at),
    ]);
    return pricesThen(now.record?.prices ?? unknown('price', id), then.record?.prices ?? [], now.state?.added ?? []);
  }
  /** The price book a request is for. @throws DomainError `price-book-not-found` */
  targetPriceBook = (id: PriceBookId) => this.need(aggregates.priceBook, 'price book', id, 'price-book-not-found');
  /** The opportunity a command is for. @throws DomainError `opportunity-not-found` */
  opportunity = (id: OpportunityId) => this.need(aggregates.opportunity, 'opportunity', id, 'opportunity-not-found');

  /** The account as a sale or contract keeps it: without a name when it is a person. */
  async buyer(id: AccountId): Promise<BuyingAccount> {
    return buyerOf(id, await this.needThen(aggregates.account, 'account', id));
  }

  /** Refuses one for whom nobody can work. */
  async employer({ kind, id }: Employer): Promise<void> {
    switch (kind) {
      case 'account':
        await this.account(id);
        return;
      case 'partner':
        await this.partner(id);
        return;
    }
  }

  /** The person whose the account is; undefined when it is a company's, or none is named. */
  async personOf(id: AccountId | null | undefined): Promise<PersonId | undefined> {
    return id ? ((await this.account(id)).personId ?? undefined) : undefined;
  }

  /** What prices of a quote's further lines depend on. @throws DomainError `quote-not-found` */
  async quoteOf(opportunityId: OpportunityId, quoteId: QuoteId) {
    const { state } = await this.records.load(aggregates.opportunity, opportunityId);
    if (!('quotes' in state.state)) unknown('opportunity', opportunityId, '', 'opportunity-not-found');
    const { quotes, projectId } = state.state;
    const quote = quotes.find((one) => one.quoteId === quoteId);
    if (!quote) throw new DomainError('quote-not-found', `The opportunity has no quote ${quoteId}.`, { quoteId });
    return { ...quote, projectId };
  }

  /** The products of the active quote. */
  async productsOffered(opportunityId: OpportunityId): Promise<readonly ProductId[]> {
    const { state } = (await this.records.load(aggregates.opportunity, opportunityId)).state;
    if (!('quotes' in state)) return [];
    const active = state.quotes.find(({ quoteId }) => quoteId === state.activeQuoteId);
    return [...new Set(active?.lines.flatMap(({ product }) => product?.id ?? []))];
  }

  /** Refuses a contract that is not the opportunity's. */
  async contractOf(opportunityId: OpportunityId, contractId: ContractId): Promise<void> {
    await this.opportunity(opportunityId);
    const contract = await this.need(aggregates.contract, 'contract', contractId, 'contract-not-found');
    if (contract.opportunityId !== opportunityId) {
      throw new DomainError('contract-not-found', `The contract ${contractId} is not one of this opportunity.`);
    }
  }

  async salesSettings() {
    return (await this.records.loadAt(aggregates.salesSettings, salesSettingsId, this.at)).state.state;
  }

  /** All of the setting, retired ones too. */
  async campaignStatuses() {
    return (await this.records.load(aggregates.campaignStatuses, campaignStatusesId)).state.state.statuses;
  }

  /** Refuses a campaign or partner that is archived or not there, unless the record names it already: it was fit when it was named. */
  async checkOrigin(
    { campaignId, partnerId }: Origin,
    naming: AggregateRef<{ readonly record: Origin | null }>,
    id: string,
  ): Promise<void> {
    if (!campaignId && !partnerId) return;
    const named: Origin = (await this.records.load(naming, id)).state.record ?? {};
    if (campaignId && campaignId !== named.campaignId)
      refuseArchived('campaign', campaignId, await this.campaign(campaignId));
    if (partnerId && partnerId !== named.partnerId) refuseArchived('partner', partnerId, await this.partner(partnerId));
  }

  /** The stage with its pipeline's id. @throws DomainError `unknown-reference` when the pipeline has no such stage */
  async stage(pipelineId: PipelineId, stageId: StageId) {
    const { name, stages } = await this.pipeline(pipelineId);
    const then = this.at === undefined ? '' : ` as it was at ${this.at}`;
    return (
      stages.find((stage) => stage.stageId === stageId) ??
      unknown('stage', stageId, ` in the pipeline "${name}"${then}`)
    );
  }

  /** The first stage of the category: where selling and losing lead. */
  async firstStage(pipelineId: PipelineId, category: 'open' | 'won' | 'lost') {
    const { name, stages } = await this.pipeline(pipelineId);
    return (
      stages.find((stage) => stage.category === category) ?? unknown('stage', category, ` in the pipeline "${name}"`)
    );
  }

  /** Refuses ids of records that do not exist; absent ones are fine. */
  async check(ids: {
    readonly projectId?: ProjectId | null | undefined;
    readonly accountId?: AccountId | null | undefined;
    readonly parentId?: AccountId | null | undefined;
    readonly ownerId?: UserId | null | undefined;
    readonly managerId?: UserId | null | undefined;
  }): Promise<void> {
    await Promise.all([
      ids.projectId && this.project(ids.projectId),
      ids.accountId && this.account(ids.accountId),
      ids.parentId && this.account(ids.parentId),
      ids.ownerId && this.user(ids.ownerId),
      ids.managerId && this.user(ids.managerId),
    ]);
  }

  /** A record that was just read. */
  know<State>(aggregate: AggregateRef<State>, id: string, current: StreamState<State>): void {
    this.records.know(aggregate, id, current);
  }

  /** The revision at which the record was read for this command; undefined when it was not. */
  revisionOf<State>(aggregate: AggregateRef<State>, id: string): Promise<ExpectedRevision | undefined> {
    return this.records.revisionOf(aggregate, id);
  }

  private async needThen<C, E extends DomainEvent, S, R extends Row>(
    aggregate: Decider<C, E, { readonly state: S; readonly record: R | null }>,
    kind: string,
    id: string,
  ): Promise<R> {
    const { state } = await this.records.loadAt(aggregate, id, this.at);
    return state.record ?? unknown(kind, id);
  }

  private async need<C, E extends DomainEvent, S, R extends Row>(
    aggregate: Decider<C, E, { readonly state: S; readonly record: R | null }>,
    kind: string,
    id: string,
    code = 'unknown-reference',
  ): Promise<R> {
    const { state } = await this.records.load(aggregate, id);
    return state.record ?? unknown(kind, id, '', code);
  }
}

function unknown(kind: string, id: string, where = '', code = 'unknown-reference'): never {
  throw new DomainError(code, `There is no ${kind} ${id}${where}. Create it first, or check the id.`, { kind, id });
}

/** The account as a sale or contract keeps it: without a name when it is a person. */
export const buyerOf = (id: AccountId, account: AccountRow): BuyingAccount => ({
  id,
  ...(account.personId === null && { name: accountName(account) }),
  references: account.references,
});
