import type {
  AccountId,
  ActivityId,
  OpportunityId,
  PriceBookId,
  ProductId,
  ProjectId,
  UserId,
} from '../../../libs/kernel/ids.js';
import { aggregates } from '../aggregates.js';
import { Execute } from '../commands/execute.js';
import { referenceRoutes } from './references.routes.js';

/** Every aggregate with references takes them at creation and later. */
export const referenceControllers = [
  referenceRoutes('projects', 'projects', (projectId: ProjectId, reference, change, { context }) =>
    Execute.on(aggregates.project, projectId, context, () => ({
      type: change === 'add' ? 'ReferenceProject' : 'UnreferenceProject',
      projectId,
      reference,
    })),
  ),
  referenceRoutes('users', 'users', (userId: UserId, reference, change, { context }) =>
    Execute.on(aggregates.user, userId, context, () => ({
      type: change === 'add' ? 'ReferenceUser' : 'UnreferenceUser',
      userId,
      reference,
    })),
  ),
  referenceRoutes('accounts', 'accounts', (accountId: AccountId, reference, change, { context }) =>
    Execute.on(aggregates.account, accountId, context, () => ({
      type: change === 'add' ? 'ReferenceAccount' : 'UnreferenceAccount',
      accountId,
      reference,
    })),
  ),
  referenceRoutes('products', 'catalogue', (productId: ProductId, reference, change, { context }) =>
    Execute.on(aggregates.product, productId, context, () => ({
      type: change === 'add' ? 'ReferenceProduct' : 'UnreferenceProduct',
      productId,
      reference,
    })),
  ),
  referenceRoutes('price-books', 'catalogue', (priceBookId: PriceBookId, reference, change, { context }) =>
    Execute.on(aggregates.priceBook, priceBookId, context, () => ({
      type: change === 'add' ? 'ReferencePriceBook' : 'UnreferencePriceBook',
      priceBookId,
      reference,
    })),
  ),
  referenceRoutes('opportunities', 'opportunities', (opportunityId: OpportunityId, reference, change, { context }) =>
    Execute.on(aggregates.opportunity, opportunityId, context, () => ({
      type: change === 'add' ? 'ReferenceOpportunity' : 'UnreferenceOpportunity',
      opportunityId,
      reference,
    })),
  ),
  referenceRoutes('activities', 'activities', (activityId: ActivityId, reference, change, { context }) =>
    Execute.on(aggregates.activity, activityId, context, () => ({
      type: change === 'add' ? 'ReferenceActivity' : 'UnreferenceActivity',
      activityId,
      reference,
    })),
  ),
];
