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

export const contractHandlers: readonly Type[] = [
  ReferenceContractHandler,
  UnreferenceContractHandler,
  RegisterContractHandler,
  AmendContractHandler,
  CancelContractHandler,
  WithdrawScheduledChangeHandler,
  ApplySaleHandler,
  CompleteSaleHandler,
];
