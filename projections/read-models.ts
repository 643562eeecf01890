import type { ReadModel } from '../libs/read-store/read-model.js';
import { accountHierarchyRows } from './accounts/account-hierarchy.read-model.js';
import { accounts } from './accounts/accounts.read-model.js';
import { activities, comments } from './activities/activities.read-model.js';
import { priceBookItems } from './catalogue/price-book-items.read-model.js';
import { priceBooks } from './catalogue/price-books.read-model.js';
import { productCategories } from './catalogue/product-categories.read-model.js';
import { products } from './catalogue/products.read-model.js';
import { contractFeed } from './contracts/contract-feed.read-model.js';
import { contracts } from './contracts/contracts.read-model.js';
import { opportunities } from './opportunities/opportunities.read-model.js';
import { lostReasons } from './organisation/lost-reasons.read-model.js';
import { pipelines } from './organisation/pipelines.read-model.js';
import { projects } from './organisation/projects.read-model.js';
import { salesSettingsRows } from './organisation/sales-settings.read-model.js';
import { users } from './organisation/users.read-model.js';
import { quotes } from './quotes/quotes.read-model.js';
import { salesBookings } from './sales-bookings/sales-bookings.read-model.js';
import { timeline } from './timeline/timeline.read-model.js';

/** Every read model; one page of the log feeds them all. */
export const readModels: readonly ReadModel[] = [
  projects,
  users,
  pipelines,
  salesSettingsRows,
  lostReasons,
  accounts,
  accountHierarchyRows,
  productCategories,
  products,
  priceBooks,
  priceBookItems,
  opportunities,
  quotes,
  salesBookings,
  contracts,
  contractFeed,
  activities,
  comments,
  timeline,
];
