import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import type { ContractId } from '../../../libs/kernel/ids.js';
import { NameContract } from '../../../libs/application/contracts/contracts.js';
import { referencesController } from '../records/references.controller.js';
import { recordsOf } from '../records/records.controller.js';
import { ContractsController } from './contracts.controller.js';

@Module({
  controllers: [
    ContractsController,
    recordsOf(aggregates.contract),
    referencesController(
      'contracts',
      'contracts',
      (contractId: ContractId, reference, context) =>
        new NameContract({ type: 'ReferenceContract', contractId, reference }, context),
      (contractId: ContractId, reference, context) =>
        new NameContract({ type: 'UnreferenceContract', contractId, reference }, context),
    ),
  ],
})
export class ContractsModule {}
