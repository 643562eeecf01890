import { accountHierarchy, accountHierarchyRefusals } from '../../accounts/account-hierarchy/account-hierarchy.js';
import { accountHierarchyEvents } from '../../accounts/account-hierarchy/account-hierarchy.events.js';
import { account, accountRefusals } from '../../accounts/account/account.js';
import { accountEvents } from '../../accounts/account/account.events.js';
import { activity, activityRefusals } from '../../activities/activity/activity.js';
import { activityEvents } from '../../activities/activity/activity.events.js';
import { comment, commentRefusals } from '../../activities/comment/comment.js';
import { commentEvents } from '../../activities/comment/comment.events.js';
import { campaign, campaignRefusals } from '../../campaigns/campaign/campaign.js';
import { campaignEvents } from '../../campaigns/campaign/campaign.events.js';
import { campaignStatuses, campaignStatusesRefusals } from '../../campaigns/campaign-statuses/campaign-statuses.js';
import { campaignStatusesEvents } from '../../campaigns/campaign-statuses/campaign-statuses.events.js';
import { priceBookItem, priceBookItemRefusals } from '../../catalogue/price-book-item/price-book-item.js';
import { priceBookItemEvents } from '../../catalogue/price-book-item/price-book-item.events.js';
import { priceBook, priceBookRefusals } from '../../catalogue/price-book/price-book.js';
import { priceBookEvents } from '../../catalogue/price-book/price-book.events.js';
import { productCategory, productCategoryRefusals } from '../../catalogue/product-category/product-category.js';
import { productCategoryEvents } from '../../catalogue/product-category/product-category.events.js';
import { product, productRefusals } from '../../catalogue/product/product.js';
import { productEvents } from '../../catalogue/product/product.events.js';
import { uniqueValue, uniqueValueRefusals } from '../../catalogue/unique-value/unique-value.js';
import { uniqueValueEvents } from '../../catalogue/unique-value/unique-value.events.js';
import { contract } from '../../contracts/contract/contract.js';
import { contractRefusals } from '../../contracts/contract/contract.state.js';
import { contractEvents } from '../../contracts/contract/contract.events.js';
import { buyer } from '../../contracts/buyer/buyer.js';
import { buyerEvents } from '../../contracts/buyer/buyer.events.js';
import { sale } from '../../contracts/sale/sale.js';
import { saleEvents } from '../../contracts/sale/sale.events.js';
import { lead } from '../../leads/lead/lead.js';
import { leadRefusals } from '../../leads/lead/lead.state.js';
import { leadEvents } from '../../leads/lead/lead.events.js';
import { apiKey, apiKeyRefusals } from '../../organisation/api-key/api-key.js';
import { apiKeyEvents } from '../../organisation/api-key/api-key.events.js';
import { lostReason, lostReasonRefusals } from '../../organisation/lost-reason/lost-reason.js';
import { lostReasonEvents } from '../../organisation/lost-reason/lost-reason.events.js';
import { pipeline, pipelineRefusals } from '../../organisation/pipeline/pipeline.js';
import { pipelineEvents } from '../../organisation/pipeline/pipeline.events.js';
import { project, projectRefusals } from '../../organisation/project/project.js';
import { projectEvents } from '../../organisation/project/project.events.js';
import { projectHierarchyEvents } from '../../organisation/project-hierarchy/project-hierarchy.events.js';
import { projectHierarchy, projectHierarchyRefusals } from '../../organisation/project-hierarchy/project-hierarchy.js';
import { salesSettings } from '../../organisation/sales-settings/sales-settings.js';
import { salesSettingsEvents } from '../../organisation/sales-settings/sales-settings.events.js';
import { user, userRefusals } from '../../organisation/user/user.js';
import { userEvents } from '../../organisation/user/user.events.js';
import { userHierarchy, userHierarchyRefusals } from '../../organisation/user-hierarchy/user-hierarchy.js';
import { userHierarchyEvents } from '../../organisation/user-hierarchy/user-hierarchy.events.js';
import { contact, contactRefusals } from '../../people/contact/contact.js';
import { contactEvents } from '../../people/contact/contact.events.js';
import { partner, partnerRefusals } from '../../partners/partner/partner.js';
import { partnerEvents } from '../../partners/partner/partner.events.js';
import { opportunity } from '../../sales/opportunity/opportunity.js';
import { opportunityEvents } from '../../sales/opportunity/opportunity.events.js';
import { opportunityRefusals } from '../../sales/opportunity/opportunity.state.js';
import { accountHierarchyRows } from '../../../projections/accounts/account-hierarchy.read-model.js';
import { accounts } from '../../../projections/accounts/accounts.read-model.js';
import { activities, comments } from '../../../projections/activities/activities.read-model.js';
import { campaignStatusesRows } from '../../../projections/campaigns/campaign-statuses.read-model.js';
import { campaigns } from '../../../projections/campaigns/campaigns.read-model.js';
import { priceBookItems } from '../../../projections/catalogue/price-book-items.read-model.js';
import { priceBooks } from '../../../projections/catalogue/price-books.read-model.js';
import { productCategories } from '../../../projections/catalogue/product-categories.read-model.js';
import { products } from '../../../projections/catalogue/products.read-model.js';
import { contracts } from '../../../projections/contracts/contracts.read-model.js';
import { leads } from '../../../projections/leads/leads.read-model.js';
import { opportunities } from '../../../projections/opportunities/opportunities.read-model.js';
import { apiKeys } from '../../../projections/organisation/api-keys.read-model.js';
import { lostReasons } from '../../../projections/organisation/lost-reasons.read-model.js';
import { pipelines } from '../../../projections/organisation/pipelines.read-model.js';
import { projects } from '../../../projections/organisation/projects.read-model.js';
import { salesSettingsRows } from '../../../projections/organisation/sales-settings.read-model.js';
import { users } from '../../../projections/organisation/users.read-model.js';
import { contacts } from '../../../projections/people/contacts.read-model.js';
import { partners } from '../../../projections/partners/partners.read-model.js';
import { registered, registeredWithoutRecord } from './registered.js';

/** Every aggregate, each said once: what is checked, sealed, projected, refused, routed, shown and documented follows from here. */
export const aggregates = {
  project: registered({
    decider: project,
    events: projectEvents,
    refusals: projectRefusals,
    record: projects,
    path: 'projects',
  }),
  projectHierarchy: registeredWithoutRecord({
    decider: projectHierarchy,
    events: projectHierarchyEvents,
    refusals: projectHierarchyRefusals,
  }),
  userHierarchy: registeredWithoutRecord({
    decider: userHierarchy,
    events: userHierarchyEvents,
    refusals: userHierarchyRefusals,
  }),
  user: registered({ decider: user, events: userEvents, refusals: userRefusals, record: users, path: 'users' }),
  pipeline: registered({
    decider: pipeline,
    events: pipelineEvents,
    refusals: pipelineRefusals,
    record: pipelines,
    path: 'pipelines',
  }),
  lostReason: registered({
    decider: lostReason,
    events: lostReasonEvents,
    refusals: lostReasonRefusals,
    record: lostReasons,
    path: 'lost-reasons',
    tag: 'lost reasons',
  }),
  salesSettings: registered({ decider: salesSettings, events: salesSettingsEvents, record: salesSettingsRows }),
  apiKey: registered({
    decider: apiKey,
    events: apiKeyEvents,
    refusals: apiKeyRefusals,
    record: apiKeys,
    path: 'api-keys',
    tag: 'keys of systems',
  }),
  account: registered({
    decider: account,
    events: accountEvents,
    refusals: accountRefusals,
    record: accounts,
    path: 'accounts',
    subjectOf: ({ data }) => `account:${data.accountId}`,
  }),
  accountHierarchy: registered({
    decider: accountHierarchy,
    events: accountHierarchyEvents,
    refusals: accountHierarchyRefusals,
    record: accountHierarchyRows,
    subjectOf: ({ data }) => `account:${data.accountId}`,
    momentOf: ({ data }) => data.since,
  }),
  campaignStatuses: registered({
    decider: campaignStatuses,
    events: campaignStatusesEvents,
    refusals: campaignStatusesRefusals,
    record: campaignStatusesRows,
  }),
  campaign: registered({
    decider: campaign,
    events: campaignEvents,
    refusals: campaignRefusals,
    record: campaigns,
    path: 'campaigns',
    subjectOf: ({ data }) => `campaign:${data.campaignId}`,
  }),
  partner: registered({
    decider: partner,
    events: partnerEvents,
    refusals: partnerRefusals,
    record: partners,
    path: 'partners',
    subjectOf: ({ data }) => `partner:${data.partnerId}`,
  }),
  lead: registered({
    decider: lead,
    events: leadEvents,
    refusals: leadRefusals,
    record: leads,
    path: 'leads',
    subjectOf: ({ data }) => `lead:${data.leadId}`,
  }),
  contact: registered({
    decider: contact,
    events: contactEvents,
    refusals: contactRefusals,
    record: contacts,
    path: 'contacts',
    subjectOf: ({ data }) => `contact:${data.contactId}`,
  }),
  productCategory: registered({
    decider: productCategory,
    events: productCategoryEvents,
    refusals: productCategoryRefusals,
    record: productCategories,
    path: 'product-categories',
    tag: 'catalogue',
  }),
  product: registered({
    decider: product,
    events: productEvents,
    refusals: productRefusals,
    record: products,
    path: 'products',
    tag: 'catalogue',
  }),
  uniqueValue: registeredWithoutRecord({
    decider: uniqueValue,
    events: uniqueValueEvents,
    refusals: uniqueValueRefusals,
  }),
  priceBook: registered({
    decider: priceBook,
    events: priceBookEvents,
    refusals: priceBookRefusals,
    record: priceBooks,
    path: 'price-books',
    tag: 'catalogue',
  }),
  priceBookItem: registered({
    decider: priceBookItem,
    events: priceBookItemEvents,
    refusals: priceBookItemRefusals,
    record: priceBookItems,
  }),
  opportunity: registered({
    decider: opportunity,
    events: opportunityEvents,
    refusals: opportunityRefusals,
    record: opportunities,
    path: 'opportunities',
    subjectOf: ({ data }) => `opportunity:${data.opportunityId}`,
  }),
  contract: registered({
    decider: contract,
    events: contractEvents,
    refusals: contractRefusals,
    record: contracts,
    path: 'contracts',
    isPublished: true,
    // It belongs to its opportunity, or to its account where it has none.
    subjectOf: ({ data }) =>
      data.opportunityId === undefined ? `account:${data.account.id}` : `opportunity:${data.opportunityId}`,
  }),
  buyer: registeredWithoutRecord({ decider: buyer, events: buyerEvents }),
  sale: registeredWithoutRecord({ decider: sale, events: saleEvents, isPublished: true }),
  activity: registered({
    decider: activity,
    events: activityEvents,
    refusals: activityRefusals,
    record: activities,
    path: 'activities',
    subjectOf: ({ data }) =>
      'subject' in data ? `${data.subject.kind}:${data.subject.id}` : `activity:${data.activityId}`,
  }),
  comment: registered({
    decider: comment,
    events: commentEvents,
    refusals: commentRefusals,
    record: comments,
    path: 'comments',
    tag: 'activities',
    subjectOf: ({ data: { subject } }) => `${subject.kind}:${subject.id}`,
  }),
} as const;
