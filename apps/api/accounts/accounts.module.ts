import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { ReferenceAccount, UnreferenceAccount, PutAccount } from '../../../libs/application/accounts/accounts.js';
import type { AccountId } from '../../../libs/kernel/ids.js';
import { byReferenceController } from '../records/by-reference.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { referencesController } from '../records/references.controller.js';
import { AccountsController } from './accounts.controller.js';
import { AccountRelatedController } from './related.controller.js';
import { CreateAccountDto } from './accounts.dto.js';

@Module({
  controllers: [
    AccountsController,
    recordsOf(aggregates.account),
    byReferenceController(PutAccount, CreateAccountDto, (body) => body),
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
