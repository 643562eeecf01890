import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import Type from 'typebox';
import type { AccountId } from '../../kernel/ids.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { childrenOf, parentOf } from './account-tree.js';
import { Nullable } from '../../../projections/row-schemas.js';
import { instants } from './answers.js';
import { asOfShown } from './as-of.js';
import type { Moment } from './moments.js';
import { QuestionOf, type ListOf, type Question } from './question.js';
import { Reading } from './reading.js';
import type { ResourcePage } from './record-page.js';
import { Records } from './records.js';
import { resourceSchema, toResource, type Resource } from '../register/resource.js';
import { rowsAt } from './rows-at.js';
import { Subjects, type Subject } from './subjects.js';

/** The records of a model that belong to another record: the quotes of an opportunity, the contracts of an account. */
export class RecordsOf extends QuestionOf<ListOf & { readonly subject: Subject }, ResourcePage> {}

@QueryHandler(RecordsOf)
export class RecordsOfHandler implements IQueryHandler<RecordsOf> {
  constructor(
    private readonly records: Records,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked: { subject, ...asked } }: RecordsOf) {
    await this.subjects.check(subject, asked.viewer);
    const { kind, id } = subject;
    const isOne = `${kind}Id` in asked.model.fields;
    return this.records.list({
      ...asked,
      within: isOne ? { [`${kind}Id`]: { eq: id } } : { [`${kind}Ids`]: { in: [id] } },
    });
  }
}

export const AccountRelations = Type.Object({
  ...instants,
  parentId: Nullable(Type.String()),
  subAccounts: Type.Array(resourceSchema(accounts)),
});

interface Relations extends Moment {
  readonly parentId: string | null;
  readonly subAccounts: readonly Resource[];
}

/** ACC-19, ACC-32: the account above and the accounts below. */
export class RelationsOfAccount extends QuestionOf<Question & { readonly accountId: AccountId }, Relations> {}

@QueryHandler(RelationsOfAccount)
export class RelationsOfAccountHandler implements IQueryHandler<RelationsOfAccount> {
  constructor(
    private readonly reading: Reading,
    private readonly subjects: Subjects,
  ) {}

  async execute({ asked }: RelationsOfAccount) {
    const { accountId, viewer } = asked;
    await this.subjects.check({ kind: 'account', id: accountId }, viewer);
    return this.reading.answer(asked, async ({ store, at }) => {
      const parentId = await parentOf(store, accountId, at, viewer);
      const rows = await rowsAt(store, accounts, await childrenOf(store, [accountId], at, viewer), at, viewer);
      const subAccounts = await this.reading.open([...rows.values()]);
      return { ...asOfShown(at), parentId, subAccounts: subAccounts.map(toResource) };
    });
  }
}
