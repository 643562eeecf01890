import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { ReferenceAccount, UnreferenceAccount } from '../../../libs/application/references/references.js';
import type { AccountId } from '../../../libs/kernel/ids.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { recordsController } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { AccountsController } from './accounts.controller.js';
import { AccountRelatedController } from './related.controller.js';

@Module({
  controllers: [
    AccountsController,
    recordsController('accounts', 'accounts', accounts, aggregates.account),
    referencesController(
      'accounts',
      'accounts',
      (accountId: AccountId, reference, context) => new ReferenceAccount({ accountId, reference }, context),
      (accountId: AccountId, reference, context) => new UnreferenceAccount({ accountId, reference }, context),
    ),
    AccountRelatedController,
  ],
})
export class AccountsModule {}
