import type { AccountHierarchyRefusal } from '../../../libs/accounts/account-hierarchy/account-hierarchy.js';
import type { AccountRefusal } from '../../../libs/accounts/account/account.js';
import type { ActivityRefusal } from '../../../libs/activities/activity/activity.js';
import type { CommentRefusal } from '../../../libs/activities/comment/comment.js';
import type { PriceBookItemRefusal } from '../../../libs/catalogue/price-book-item/price-book-item.js';
import type { PriceBookRefusal } from '../../../libs/catalogue/price-book/price-book.js';
import type { ProductCategoryRefusal } from '../../../libs/catalogue/product-category/product-category.js';
import type { ProductRefusal } from '../../../libs/catalogue/product/product.js';
import type { UniqueValueRefusal } from '../../../libs/catalogue/unique-value/unique-value.js';
import type { ContractRefusal } from '../../../libs/contracts/contract/contract.js';
import type { ExecutorRefusal } from '../../../libs/commands/outcome.js';
import type { ParkedRefusal } from '../../../libs/projection/parked.js';
import type { ApiKeyRefusal } from '../../../libs/organisation/api-key/api-key.js';
import type { LostReasonRefusal } from '../../../libs/organisation/lost-reason/lost-reason.js';
import type { PipelineRefusal } from '../../../libs/organisation/pipeline/pipeline.js';
import type { ProjectRefusal } from '../../../libs/organisation/project/project.js';
import type { UserRefusal } from '../../../libs/organisation/user/user.js';
import type { OpportunityRefusal } from '../../../libs/sales/opportunity/opportunity.state.js';
import type { LookupsRefusal } from '../commands/facts.js';
import type { LinesRefusal } from '../sales/new-lines.js';

type Refusal =
  | AccountHierarchyRefusal
  | AccountRefusal
  | ActivityRefusal
  | ApiKeyRefusal
  | CommentRefusal
  | ContractRefusal
  | ExecutorRefusal
  | LookupsRefusal
  | LinesRefusal
  | LostReasonRefusal
  | OpportunityRefusal
  | ParkedRefusal
  | PipelineRefusal
  | PriceBookItemRefusal
  | PriceBookRefusal
  | ProductCategoryRefusal
  | ProductRefusal
  | ProjectRefusal
  | UniqueValueRefusal
  | UserRefusal
  | 'record-not-found'
  | 'read-model-behind'
  | 'position-unknown';

/** Exhaustive: a refusal without a status does not compile. 409: the state forbids it; 422: the request contradicts the rules. */
const statuses: Readonly<Record<Refusal, 400 | 404 | 409 | 412 | 422 | 503>> = {
  'account-changed': 409,
  'account-cycle': 409,
  'account-exists': 409,
  'account-name-required': 422,
  'account-not-found': 404,
  'account-person-required': 422,
  'account-person-unexpected': 422,
  'account-required': 409,
  'account-type-fixed': 409,
  'active-quote-cannot-be-deleted': 409,
  'active-quote-required': 409,
  'activity-date-required': 422,
  'activity-exists': 409,
  'activity-happened-so-done': 422,
  'activity-not-found': 404,
  'amount-negative': 422,
  'amount-not-in-minor-units': 422,
  'amount-required': 409,
  'amount-too-large': 422,
  'api-key-exists': 409,
  'api-key-not-found': 404,
  'command-too-large': 422,
  'comment-exists': 409,
  'comment-not-found': 404,
  conflict: 409,
  'contract-cancelled': 409,
  'contract-exists': 409,
  'contract-not-found': 404,
  'currency-unknown': 422,
  'date-in-future': 422,
  'discount-negative': 422,
  'discount-too-large': 422,
  'due-before-start': 422,
  'employees-not-a-count': 422,
  'ends-before-start': 422,
  'founded-in-not-a-year': 422,
  'idempotency-key-reused': 422,
  'line-exists': 409,
  'line-ids-missing': 422,
  'line-needs-category': 422,
  'line-needs-price': 422,
  'line-not-found': 404,
  'lost-reason-code-invalid': 422,
  'lost-reason-exists': 409,
  'lost-reason-not-found': 404,
  'model-parked': 409,
  'name-required': 422,
  'not-a-decimal': 422,
  'nothing-parked': 404,
  'occurred-before-last': 422,
  'occurred-in-future': 422,
  'one-off-has-no-end': 422,
  'opportunity-exists': 409,
  'opportunity-locked': 409,
  'opportunity-lost': 409,
  'opportunity-not-found': 404,
  'opportunity-not-lost': 409,
  'opportunity-not-sold': 409,
  'person-erased': 409,
  'pipeline-exists': 409,
  'pipeline-not-found': 404,
  'position-unknown': 400,
  'price-book-exists': 409,
  'price-book-inactive': 409,
  'price-book-not-for-project': 409,
  'price-book-not-found': 404,
  'price-exists': 409,
  'price-missing': 422,
  'price-negative': 422,
  'price-not-found': 404,
  'price-overlaps': 409,
  'probability-out-of-range': 422,
  'product-category-exists': 409,
  'product-category-not-found': 404,
  'product-exists': 409,
  'product-not-found': 404,
  'project-cycle': 409,
  'project-exists': 409,
  'project-not-found': 404,
  'quantity-not-positive': 422,
  'quote-exists': 409,
  'quote-not-found': 404,
  'read-model-behind': 503,
  'reason-required': 422,
  'record-not-found': 404,
  'revision-stale': 412,
  'sold-cannot-be-deleted': 409,
  'stage-category-missing': 422,
  'stage-exists': 409,
  'stage-name-taken': 409,
  'stage-not-found': 404,
  'stage-not-open': 422,
  'term-out-of-range': 422,
  'term-required': 422,
  'term-too-long': 422,
  'term-unexpected': 422,
  'too-many-lines': 422,
  'too-many-stages': 422,
  'unknown-reference': 422,
  'user-exists': 409,
  'user-manages-self': 422,
  'user-not-found': 404,
  'validity-ends-before-start': 422,
  'value-taken': 409,
};

const byCode: ReadonlyMap<string, number> = new Map(Object.entries(statuses));

/** The HTTP status of a refusal; the code is text once it is thrown, so that an unlisted one counts as a conflict. */
export const statusOf = (code: string): number => byCode.get(code) ?? 409;
