import { Module } from '@nestjs/common';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { recordsOf } from '../records/records.controller.js';
import { ContractsController } from './contracts.controller.js';

@Module({
  controllers: [ContractsController, recordsOf(aggregates.contract)],
})
export class ContractsModule {}
