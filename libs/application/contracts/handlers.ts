import type { Type } from '@nestjs/common';
import {
  AmendContractHandler,
  ApplySaleHandler,
  CancelContractHandler,
  CompleteSaleHandler,
  NameContractHandler,
  RegisterContractHandler,
  WithdrawScheduledChangeHandler,
} from './contracts.js';
import { AddContractsHandler, TellContractsHandler } from './follow-account.js';

export const contractHandlers: readonly Type[] = [
  NameContractHandler,
  RegisterContractHandler,
  AmendContractHandler,
  CancelContractHandler,
  WithdrawScheduledChangeHandler,
  ApplySaleHandler,
  CompleteSaleHandler,
  AddContractsHandler,
  TellContractsHandler,
];
