import { plainCommand } from '../commands/plain-command.js';
import { aggregates } from '../register/aggregates.js';

export class ReferenceProject extends plainCommand(aggregates.project, 'ReferenceProject') {}
export class UnreferenceProject extends plainCommand(aggregates.project, 'UnreferenceProject') {}
export class ReferenceUser extends plainCommand(aggregates.user, 'ReferenceUser') {}
export class UnreferenceUser extends plainCommand(aggregates.user, 'UnreferenceUser') {}
export class ReferenceAccount extends plainCommand(aggregates.account, 'ReferenceAccount') {}
export class UnreferenceAccount extends plainCommand(aggregates.account, 'UnreferenceAccount') {}
export class ReferenceProduct extends plainCommand(aggregates.product, 'ReferenceProduct') {}
export class UnreferenceProduct extends plainCommand(aggregates.product, 'UnreferenceProduct') {}
export class ReferencePriceBook extends plainCommand(aggregates.priceBook, 'ReferencePriceBook') {}
export class UnreferencePriceBook extends plainCommand(aggregates.priceBook, 'UnreferencePriceBook') {}
export class ReferenceOpportunity extends plainCommand(aggregates.opportunity, 'ReferenceOpportunity') {}
export class UnreferenceOpportunity extends plainCommand(aggregates.opportunity, 'UnreferenceOpportunity') {}
export class ReferenceActivity extends plainCommand(aggregates.activity, 'ReferenceActivity') {}
export class UnreferenceActivity extends plainCommand(aggregates.activity, 'UnreferenceActivity') {}
