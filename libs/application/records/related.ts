import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccountId, OpportunityId, PriceBookId } from '../../kernel/ids.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { asOfShown } from './as-of.js';
import { QuestionOf, type ListQuestion, type Question } from './question.js';
import { Reading } from './reading.js';
import { Records, type ResourcePage } from './records.js';
import { toResource, type Resource } from '../register/resource.js';
import { allRows, rowsAt } from './rows-at.js';
import { Subjects } from './subjects.js';

/** QUO-06 */
export class QuotesOfOpportunity extends QuestionOf<
  ListQuestion & { readonly opportunityId: OpportunityId },
  ResourcePage
> {}

@QueryHandler(QuotesOfOpportunity)
export class QuotesOfOpportunityHandler implements IQueryHandler<QuotesOfOpportunity> {
  constructor(
    private readonly records: Records,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: QuotesOfOpportunity) {
    const { opportunityId, viewer } = asked;
    await this.subjects.opportunity(opportunityId, viewer);
    return this.records.list({ ...asked, model: quotes, within: { opportunityId: { eq: opportunityId } } });
  }
}

/** SOLD-05 */
export class ContractsOfOpportunity extends QuestionOf<
  ListQuestion & { readonly opportunityId: OpportunityId },
  ResourcePage
> {}

@QueryHandler(ContractsOfOpportunity)
export class ContractsOfOpportunityHandler implements IQueryHandler<ContractsOfOpportunity> {
  constructor(
    private readonly records: Records,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: ContractsOfOpportunity) {
    const { opportunityId, viewer } = asked;
    await this.subjects.opportunity(opportunityId, viewer);
    return this.records.list({ ...asked, model: contracts, within: { opportunityId: { eq: opportunityId } } });
  }
}

/** CON-12, ACC-33 */
export class ContractsOfAccount extends QuestionOf<ListQuestion & { readonly accountId: AccountId }, ResourcePage> {}

@QueryHandler(ContractsOfAccount)
export class ContractsOfAccountHandler implements IQueryHandler<ContractsOfAccount> {
  constructor(
    private readonly records: Records,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: ContractsOfAccount) {
    const { accountId, viewer } = asked;
    await this.subjects.account(accountId, viewer);
    return this.records.list({ ...asked, model: contracts, within: { accountId: { eq: accountId } } });
  }
}

/** PRD-05 */
export class PricesOfBook extends QuestionOf<ListQuestion & { readonly priceBookId: PriceBookId }, ResourcePage> {}

@QueryHandler(PricesOfBook)
export class PricesOfBookHandler implements IQueryHandler<PricesOfBook> {
  constructor(
    private readonly records: Records,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: PricesOfBook) {
    const { priceBookId, viewer } = asked;
    await this.subjects.priceBook(priceBookId, viewer);
    return this.records.list({ ...asked, model: priceBookItems, within: { priceBookId: { eq: priceBookId } } });
  }
}

export interface AccountRelations {
  readonly parentId: string | null;
  readonly subAccounts: readonly Resource[];
}

/** ACC-19, ACC-32: the account above and the accounts below. */
export class RelationsOfAccount extends QuestionOf<Question & { readonly accountId: AccountId }, AccountRelations> {}

@QueryHandler(RelationsOfAccount)
export class RelationsOfAccountHandler implements IQueryHandler<RelationsOfAccount> {
  constructor(
    private readonly reading: Reading,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: RelationsOfAccount) {
    const { accountId, viewer } = asked;
    await this.reading.notBefore(asked);
    await this.subjects.account(accountId, viewer);
    const { store } = this.reading;
    const at = this.reading.instantsOf(asked);
    const own = (await rowsAt(store, accountHierarchyRows, [accountId], at, viewer)).get(accountId);
    const below = await allRows(store, accountHierarchyRows, at, viewer, { parentId: { eq: accountId } });
    const ids = below.map(({ _id }) => _id);
    const rows = await rowsAt(store, accounts, ids, at, viewer);
    const subAccounts = await this.reading.open([...rows.values()]);
    return { ...asOfShown(at), parentId: own?.parentId ?? null, subAccounts: subAccounts.map(toResource) };
  }
}
