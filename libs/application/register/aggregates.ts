import { accountHierarchy } from '../../accounts/account-hierarchy/account-hierarchy.js';
import { account } from '../../accounts/account/account.js';
import { activity } from '../../activities/activity/activity.js';
import { comment } from '../../activities/comment/comment.js';
import { priceBookItem } from '../../catalogue/price-book-item/price-book-item.js';
import { priceBook } from '../../catalogue/price-book/price-book.js';
import { productCategory } from '../../catalogue/product-category/product-category.js';
import { product } from '../../catalogue/product/product.js';
import { contract } from '../../contracts/contract/contract.js';
import { lostReason } from '../../organisation/lost-reason/lost-reason.js';
import { pipeline } from '../../organisation/pipeline/pipeline.js';
import { project } from '../../organisation/project/project.js';
import { salesSettings } from '../../organisation/sales-settings/sales-settings.js';
import { user } from '../../organisation/user/user.js';
import { withRecord } from '../../projection/with-record.js';
import { opportunity } from '../../sales/opportunity/opportunity.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { activities, comments } from '../../../projections/activities/activities.read-model.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { priceBooks } from '../../../projections/catalogue/price-books.read-model.js';
import { productCategories } from '../../../projections/catalogue/product-categories.read-model.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { lostReasons } from '../../../projections/organisation/lost-reasons.read-model.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';

/** The aggregates as the API runs them: each with the row that its read model has of it, so that a command answers the record. */
export const aggregates = {
  project: withRecord(project, projects),
  user: withRecord(user, users),
  pipeline: withRecord(pipeline, pipelines),
  salesSettings: withRecord(salesSettings, salesSettingsRows),
  lostReason: withRecord(lostReason, lostReasons),
  account: withRecord(account, accounts),
  accountHierarchy: withRecord(accountHierarchy, accountHierarchyRows),
  productCategory: withRecord(productCategory, productCategories),
  product: withRecord(product, products),
  priceBook: withRecord(priceBook, priceBooks),
  priceBookItem: withRecord(priceBookItem, priceBookItems),
  opportunity: withRecord(opportunity, opportunities),
  contract: withRecord(contract, contracts),
  activity: withRecord(activity, activities),
  comment: withRecord(comment, comments),
} as const;
