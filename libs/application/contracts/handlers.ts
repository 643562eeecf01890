import type { Type } from '@nestjs/common';
import {
  AmendContractHandler,
  ApplySaleHandler,
  CancelContractHandler,
  RegisterContractHandler,
  WithdrawScheduledChangeHandler,
} from './contracts.js';

export const contractHandlers: readonly Type[] = [
  RegisterContractHandler,
  AmendContractHandler,
  CancelContractHandler,
  WithdrawScheduledChangeHandler,
  ApplySaleHandler,
];
