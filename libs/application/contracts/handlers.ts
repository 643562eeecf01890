import type { Type } from '@nestjs/common';
import {
  AmendContractHandler,
  ApplySaleHandler,
  CancelContractHandler,
  CompleteSaleHandler,
  ReferenceContractHandler,
  RegisterContractHandler,
  UnreferenceContractHandler,
  WithdrawScheduledChangeHandler,
} from './contracts.js';
import { AddContractsHandler, TellContractsHandler } from './follow-account.js';

export const contractHandlers: readonly Type[] = [
  ReferenceContractHandler,
  UnreferenceContractHandler,
  RegisterContractHandler,
  AmendContractHandler,
  CancelContractHandler,
  WithdrawScheduledChangeHandler,
  ApplySaleHandler,
  CompleteSaleHandler,
  AddContractsHandler,
  TellContractsHandler,
];
