import { accountHierarchyEvents } from '../../libs/accounts/account-hierarchy/account-hierarchy.events.js';
import { accountEvents } from '../../libs/accounts/account/account.events.js';
import { activityEvents } from '../../libs/activities/activity/activity.events.js';
import { commentEvents } from '../../libs/activities/comment/comment.events.js';
import { priceBookItemEvents } from '../../libs/catalogue/price-book-item/price-book-item.events.js';
import { priceBookEvents } from '../../libs/catalogue/price-book/price-book.events.js';
import { productCategoryEvents } from '../../libs/catalogue/product-category/product-category.events.js';
import { productEvents } from '../../libs/catalogue/product/product.events.js';
import { uniqueValueEvents } from '../../libs/catalogue/unique-value/unique-value.events.js';
import { contractEvents } from '../../libs/contracts/contract/contract.events.js';
import type { EventType } from '../../libs/kernel/events.js';
import { apiKeyEvents } from '../../libs/organisation/api-key/api-key.events.js';
import { lostReasonEvents } from '../../libs/organisation/lost-reason/lost-reason.events.js';
import { pipelineEvents } from '../../libs/organisation/pipeline/pipeline.events.js';
import { projectEvents } from '../../libs/organisation/project/project.events.js';
import { salesSettingsEvents } from '../../libs/organisation/sales-settings/sales-settings.events.js';
import { userEvents } from '../../libs/organisation/user/user.events.js';
import { opportunityEvents } from '../../libs/sales/opportunity/opportunity.events.js';

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
