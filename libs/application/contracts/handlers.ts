import type { Type } from '@nestjs/common';
import { RegisterContractHandler, AmendContractHandler, CancelContractHandler } from './contracts.js';

export const contractHandlers: readonly Type[] = [RegisterContractHandler, AmendContractHandler, CancelContractHandler];
