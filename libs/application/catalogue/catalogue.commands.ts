import { plainCommand } from '../commands/plain-command.js';
import { aggregates } from '../register/aggregates.js';

export class CreateProductCategory extends plainCommand(aggregates.productCategory, 'CreateProductCategory') {}
export class EditProductCategory extends plainCommand(aggregates.productCategory, 'EditProductCategory') {}
export class ChangePrice extends plainCommand(aggregates.priceBookItem, 'ChangePrice') {}
export class WithdrawPrice extends plainCommand(aggregates.priceBookItem, 'WithdrawPrice') {}
export class ReferenceProduct extends plainCommand(aggregates.product, 'ReferenceProduct') {}
export class UnreferenceProduct extends plainCommand(aggregates.product, 'UnreferenceProduct') {}
export class ReferencePriceBook extends plainCommand(aggregates.priceBook, 'ReferencePriceBook') {}
export class UnreferencePriceBook extends plainCommand(aggregates.priceBook, 'UnreferencePriceBook') {}
