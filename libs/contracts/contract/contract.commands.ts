import type { DateOnly } from '../../kernel/dates.js';
import type { ContactId, ContractId, PartnerId, ProjectId, UserId } from '../../kernel/ids.js';
import type {
  BuyingAccount,
  CustomValues,
  Discount,
  LineCategory,
  LineProduct,
  Per,
  Term,
} from '../../kernel/lines.js';
import type { Reference, References } from '../../kernel/references.js';
import type { Contract, ContractOrigin, DeliverTo, ScheduledChange } from './contract.events.js';

interface Named<Type extends string> {
  readonly type: Type;
  readonly contractId: ContractId;
}

/** What a sale says about a contract. Number, references, delivery and contacts are the contract's own. */
export type SoldContract = Omit<
  Contract,
  | 'contractId'
  | 'status'
  | 'number'
  | 'saleNumber'
  | 'deliverTo'
  | 'contactIds'
  | 'references'
  | 'bundle'
  | 'amends'
  | 'scheduled'
>;

/** The date when it happened: what has an `effectiveOn` after it holds from then, and what was due by it comes first. */
interface Dated {
  readonly happenedOn: DateOnly;
}

interface OfSale extends Named<'ApplySale'>, Partial<Dated> {
  readonly saleNumber: number;
  /** The date of the sale, or of the loss that reversed it. */
  readonly effectiveOn: DateOnly;
  readonly reasonCode: string;
}
/** Decision 3: what a sale does to a contract. A contract ignores a sale that it has passed. */
export type ApplySale =
  | (OfSale & { readonly action: 'create' | 'amend' | 'keep'; readonly contract: SoldContract })
  | (OfSale & { readonly action: 'cancel' });

/** Decision 16: a running contract from elsewhere, without an opportunity. */
export interface RegisterContract extends Named<'RegisterContract'>, Dated {
  readonly number?: string | undefined;
  /** Default: by hand, with the contract's own id. */
  readonly origin?: ContractOrigin | undefined;
  readonly account: BuyingAccount;
  readonly deliverTo?: DeliverTo | undefined;
  readonly projectId: ProjectId;
  readonly partnerId?: PartnerId | undefined;
  readonly ownerId?: UserId | undefined;
  readonly contactIds?: readonly ContactId[] | undefined;
  readonly product?: LineProduct | undefined;
  readonly name: string;
  readonly category: LineCategory;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly currency: string;
  readonly discount?: Discount | undefined;
  readonly per: Per;
  readonly term?: Term | undefined;
  readonly soldOn?: DateOnly | undefined;
  readonly startsOn: DateOnly;
  /** Default: the end of the term. */
  readonly endsOn?: DateOnly | undefined;
  readonly renews?: ContractId | undefined;
  readonly references: References;
  readonly custom?: CustomValues | undefined;
}
/** CON-07; null clears. The net total follows, and the end where start or term change and no end is given. */
export interface AmendContract extends Named<'AmendContract'>, Dated {
  readonly effectiveOn: DateOnly;
  readonly reasonCode: string;
  readonly number?: string | null | undefined;
  readonly ownerId?: UserId | null | undefined;
  readonly contactIds?: readonly ContactId[] | undefined;
  readonly deliverTo?: DeliverTo | null | undefined;
  readonly quantity?: string | undefined;
  readonly unitPrice?: string | undefined;
  readonly discount?: Discount | null | undefined;
  readonly per?: Per | undefined;
  readonly term?: Term | null | undefined;
  readonly startsOn?: DateOnly | undefined;
  readonly endsOn?: DateOnly | undefined;
  readonly references?: References | undefined;
  readonly custom?: CustomValues | null | undefined;
}
/** SOLD-07: removing a contract from its opportunity is cancelling it with reason `removed`. */
export interface CancelContract extends Named<'CancelContract'>, Dated {
  readonly reasonCode: string;
  readonly effectiveOn: DateOnly;
}
/** ADR 38: calls off what is scheduled for the day; with `action` only that. */
export interface WithdrawScheduledChange extends Named<'WithdrawScheduledChange'>, Dated {
  readonly reasonCode: string;
  readonly effectiveOn: DateOnly;
  readonly action?: ScheduledChange['action'] | undefined;
}
/** Its name in another system, at any time: also when it is over or cancelled. */
export interface NameContract extends Named<'ReferenceContract' | 'UnreferenceContract'>, Dated {
  readonly reference: Reference;
}
/** ADR 48: its account is called so now. */
export interface FollowAccount extends Named<'FollowAccount'>, Dated {
  readonly account: BuyingAccount;
}
/** The date has come: whatever is due by it becomes true. */
export interface TakeEffect extends Named<'TakeEffect'>, Dated {}

export type ContractCommand =
  | ApplySale
  | RegisterContract
  | AmendContract
  | CancelContract
  | WithdrawScheduledChange
  | NameContract
  | FollowAccount
  | TakeEffect;
