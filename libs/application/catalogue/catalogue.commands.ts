import { plainCommand } from '../commands/plain-command.js';
import { aggregates } from '../register/aggregates.js';

export class CreateProductCategory extends plainCommand(aggregates.productCategory, 'CreateProductCategory') {}
export class EditProductCategory extends plainCommand(aggregates.productCategory, 'EditProductCategory') {}
export class ChangePrice extends plainCommand(aggregates.priceBookItem, 'ChangePrice') {}
export class WithdrawPrice extends plainCommand(aggregates.priceBookItem, 'WithdrawPrice') {}
