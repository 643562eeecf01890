import { accountHierarchyRefusals } from '../../../libs/accounts/account-hierarchy/account-hierarchy.js';
import { accountRefusals } from '../../../libs/accounts/account/account.js';
import { activityRefusals } from '../../../libs/activities/activity/activity.js';
import { commentRefusals } from '../../../libs/activities/comment/comment.js';
import { priceBookItemRefusals } from '../../../libs/catalogue/price-book-item/price-book-item.js';
import { priceBookRefusals } from '../../../libs/catalogue/price-book/price-book.js';
import { productCategoryRefusals } from '../../../libs/catalogue/product-category/product-category.js';
import { productRefusals } from '../../../libs/catalogue/product/product.js';
import { uniqueValueRefusals } from '../../../libs/catalogue/unique-value/unique-value.js';
import { contractRefusals } from '../../../libs/contracts/contract/contract.js';
import { apiKeyRefusals } from '../../../libs/organisation/api-key/api-key.js';
import { lostReasonRefusals } from '../../../libs/organisation/lost-reason/lost-reason.js';
import { pipelineRefusals } from '../../../libs/organisation/pipeline/pipeline.js';
import { projectRefusals } from '../../../libs/organisation/project/project.js';
import { userRefusals } from '../../../libs/organisation/user/user.js';
import { opportunityRefusals } from '../../../libs/sales/opportunity/opportunity.state.js';
import type { ExecutorRefusal } from '../../../libs/commands/outcome.js';
import { allRefusals, refusals, type RefusalKind, type Refusals } from '../../../libs/kernel/domain-error.js';
import type { ParkedRefusal } from '../../../libs/projection/parked.js';
import type { LookupsRefusal } from '../../../libs/application/lookups/lookups.js';
import type { LinesRefusal } from '../../../libs/application/sales/new-lines.js';

const executorRefusals: Refusals<ExecutorRefusal> = refusals({
  'idempotency-key-reused': 'invalid',
  'revision-stale': 'stale',
  'occurred-in-future': 'invalid',
  'occurred-before-last': 'invalid',
  conflict: 'conflict',
});
const parkedRefusals: Refusals<ParkedRefusal> = refusals({
  'nothing-parked': 'not-found',
  'model-parked': 'conflict',
});
const lookupsRefusals: Refusals<LookupsRefusal> = refusals({
  'unknown-reference': 'invalid',
});
const linesRefusals: Refusals<LinesRefusal> = refusals({
  'price-missing': 'invalid',
  'line-needs-price': 'invalid',
  'line-needs-category': 'invalid',
  'price-book-inactive': 'conflict',
  'price-book-not-for-project': 'conflict',
});
const queryRefusals = refusals({
  'record-not-found': 'not-found',
  'read-model-behind': 'unavailable',
  'position-unknown': 'malformed',
});

const kinds = allRefusals(
  accountHierarchyRefusals,
  accountRefusals,
  activityRefusals,
  commentRefusals,
  priceBookItemRefusals,
  priceBookRefusals,
  productCategoryRefusals,
  productRefusals,
  uniqueValueRefusals,
  contractRefusals,
  apiKeyRefusals,
  lostReasonRefusals,
  pipelineRefusals,
  projectRefusals,
  userRefusals,
  opportunityRefusals,
  executorRefusals,
  linesRefusals,
  lookupsRefusals,
  parkedRefusals,
  queryRefusals,
);

/** 409: the state forbids it; 422: the request contradicts the rules. */
const statuses: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  invalid: 422,
  unavailable: 503,
};

/** The HTTP status of a refusal; the code is text once it is thrown, so that an unlisted one counts as a conflict. */
export const statusOf = (code: string): number => statuses[kinds.get(code) ?? 'conflict'];
