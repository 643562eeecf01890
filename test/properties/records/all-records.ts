import type { aggregates } from '../../../libs/application/register/aggregates.js';
import { account, accountHierarchy } from './accounts.records.js';
import { activity, comment } from './activities.records.js';
import { campaign, campaignStatuses } from './campaigns.records.js';
import { priceBook, priceBookItem, product, productCategory } from './catalogue.records.js';
import { contract } from './contracts.records.js';
import { lead } from './leads.records.js';
import { apiKey, lostReason, pipeline, project, salesSettings, user } from './organisation.records.js';
import { contact } from './people.records.js';
import { partner } from './partners.records.js';
import type { RecordCase } from './record-case.js';
import { opportunity } from './sales.records.js';

/** Every aggregate that has a record: a new one without a case does not compile. */
export const recordCases: Readonly<
  Record<
    Exclude<keyof typeof aggregates, 'buyer' | 'projectHierarchy' | 'sale' | 'userHierarchy' | 'uniqueValue'>,
    RecordCase
  >
> = {
  project,
  user,
  pipeline,
  salesSettings,
  lostReason,
  apiKey,
  account,
  accountHierarchy,
  campaignStatuses,
  campaign,
  partner,
  lead,
  contact,
  productCategory,
  product,
  priceBook,
  priceBookItem,
  opportunity,
  contract,
  activity,
  comment,
};
