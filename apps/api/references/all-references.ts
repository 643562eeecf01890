import type { AccountId, ActivityId, OpportunityId, PriceBookId, ProductId, ProjectId, UserId } from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { referenceRoutes } from './references.routes.js';

/** Every aggregate with references takes them at creation and later. */
export const referenceControllers = [
  referenceRoutes('projects', 'projects', (id, reference, change, { context }) =>
    Execute.on(aggregates.project, id, context, () => ({
      type: change === 'add' ? 'ReferenceProject' : 'UnreferenceProject',
      projectId: id as ProjectId,
      reference,
    })),
  ),
  referenceRoutes('users', 'users', (id, reference, change, { context }) =>
    Execute.on(aggregates.user, id, context, () => ({
      type: change === 'add' ? 'ReferenceUser' : 'UnreferenceUser',
      userId: id as UserId,
      reference,
    })),
  ),
  referenceRoutes('accounts', 'accounts', (id, reference, change, { context }) =>
    Execute.on(aggregates.account, id, context, () => ({
      type: change === 'add' ? 'ReferenceAccount' : 'UnreferenceAccount',
      accountId: id as AccountId,
      reference,
    })),
  ),
  referenceRoutes('products', 'catalogue', (id, reference, change, { context }) =>
    Execute.on(aggregates.product, id, context, () => ({
      type: change === 'add' ? 'ReferenceProduct' : 'UnreferenceProduct',
      productId: id as ProductId,
      reference,
    })),
  ),
  referenceRoutes('price-books', 'catalogue', (id, reference, change, { context }) =>
    Execute.on(aggregates.priceBook, id, context, () => ({
      type: change === 'add' ? 'ReferencePriceBook' : 'UnreferencePriceBook',
      priceBookId: id as PriceBookId,
      reference,
    })),
  ),
  referenceRoutes('opportunities', 'opportunities', (id, reference, change, { context }) =>
    Execute.on(aggregates.opportunity, id, context, () => ({
      type: change === 'add' ? 'ReferenceOpportunity' : 'UnreferenceOpportunity',
      opportunityId: id as OpportunityId,
      reference,
    })),
  ),
  referenceRoutes('activities', 'activities', (id, reference, change, { context }) =>
    Execute.on(aggregates.activity, id, context, () => ({
      type: change === 'add' ? 'ReferenceActivity' : 'UnreferenceActivity',
      activityId: id as ActivityId,
      reference,
    })),
  ),
];
