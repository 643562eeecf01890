import { accountHierarchyEvents } from '../../accounts/account-hierarchy/account-hierarchy.events.js';
import { accountEvents } from '../../accounts/account/account.events.js';
import { activityEvents } from '../../activities/activity/activity.events.js';
import { commentEvents } from '../../activities/comment/comment.events.js';
import { priceBookItemEvents } from '../../catalogue/price-book-item/price-book-item.events.js';
import { priceBookEvents } from '../../catalogue/price-book/price-book.events.js';
import { productCategoryEvents } from '../../catalogue/product-category/product-category.events.js';
import { productEvents } from '../../catalogue/product/product.events.js';
import { uniqueValueEvents } from '../../catalogue/unique-value/unique-value.events.js';
import { contractEvents } from '../../contracts/contract/contract.events.js';
import type { EventType } from '../../kernel/events.js';
import { apiKeyEvents } from '../../organisation/api-key/api-key.events.js';
import { lostReasonEvents } from '../../organisation/lost-reason/lost-reason.events.js';
import { pipelineEvents } from '../../organisation/pipeline/pipeline.events.js';
import { projectEvents } from '../../organisation/project/project.events.js';
import { salesSettingsEvents } from '../../organisation/sales-settings/sales-settings.events.js';
import { userEvents } from '../../organisation/user/user.events.js';
import { opportunityEvents } from '../../sales/opportunity/opportunity.events.js';

export interface EventGroup {
  readonly aggregate: string;
  /** Published: outside systems subscribe to it. */
  readonly published: boolean;
  readonly events: readonly EventType<string, unknown>[];
}

const group = (aggregate: string, events: readonly EventType<string, unknown>[], published = false): EventGroup => ({
  aggregate,
  published,
  events,
});

/** Every event there is, by aggregate: for the check on append, sealing and the documentation. */
export const allEvents: readonly EventGroup[] = [
  group('project', projectEvents),
  group('user', userEvents),
  group('pipeline', pipelineEvents),
  group('lostReason', lostReasonEvents),
  group('salesSettings', salesSettingsEvents),
  group('apiKey', apiKeyEvents),
  group('account', accountEvents),
  group('accountHierarchy', accountHierarchyEvents),
  group('productCategory', productCategoryEvents),
  group('product', productEvents),
  group('uniqueValue', uniqueValueEvents),
  group('priceBook', priceBookEvents),
  group('priceBookItem', priceBookItemEvents),
  group('opportunity', opportunityEvents),
  group('contract', contractEvents, true),
  group('activity', activityEvents),
  group('comment', commentEvents),
];
