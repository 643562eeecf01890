import type { ReadModel } from '../../read-store/read-model.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { activities, comments } from '../../../projections/activities/activities.read-model.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { priceBooks } from '../../../projections/catalogue/price-books.read-model.js';
import { productCategories } from '../../../projections/catalogue/product-categories.read-model.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { contractFeed } from '../../../projections/contracts/contract-feed.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { lostReasons } from '../../../projections/organisation/lost-reasons.read-model.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { quotes } from '../../../projections/quotes/quotes.read-model.js';
import { salesBookings } from '../../../projections/sales-bookings/sales-bookings.read-model.js';
import { timeline } from '../../../projections/timeline/timeline.read-model.js';

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
