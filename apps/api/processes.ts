import { newAccountUnderItsParent } from '../../libs/processes/new-account-under-its-parent.js';
import type { Process } from '../../libs/processes/process.js';
import { productCodesAreReleased } from '../../libs/processes/product-codes-are-released.js';
import { saleMakesContracts } from '../../libs/processes/sale-makes-contracts.js';

/** Every reaction that crosses contexts. */
export const processes: readonly Process[] = [saleMakesContracts, newAccountUnderItsParent, productCodesAreReleased];
