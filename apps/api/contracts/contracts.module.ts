import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { recordsController } from '../records/records.controller.js';
import { ContractsController } from './contracts.controller.js';

@Module({
  controllers: [ContractsController, recordsController('contracts', 'contracts', contracts, aggregates.contract)],
})
export class ContractsModule {}
