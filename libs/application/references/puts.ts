import { accountHierarchyId } from '../../accounts/account-hierarchy/account-hierarchy.js';
import { parentOf } from '../../accounts/account-hierarchy/parents.js';
import type {
  AccountId,
  ActivityId,
  LeadId,
  OpportunityId,
  PriceBookId,
  ProductId,
  ProjectId,
  UserId,
} from '../../kernel/ids.js';
import { CreateAccount, EditAccount } from '../accounts/accounts.js';
import { EditActivity, LogActivity } from '../activities/activities.js';
import { CreatePriceBook, EditPriceBook } from '../catalogue/price-books.js';
import { CreateProduct, EditProduct } from '../catalogue/products.js';
import { CreateLead, EditLead } from '../leads/leads.js';
import { EditUser } from '../organisation/organisation.commands.js';
import { CreateProject, EditProject } from '../organisation/projects.js';
import { RegisterUser } from '../organisation/users.js';
import type { Envelope } from '../commands/command.js';
import { aggregates } from '../register/aggregates.js';
import { EditOpportunity, OpenOpportunity } from '../sales/opportunities.js';
import { putByReference } from './put-by-reference.js';

/** What the command that creates the kind says of it beside its id. */
type New<C extends { readonly data: object }, Id extends keyof C['data']> = Omit<C['data'], Id>;

export class PutProject extends putByReference({
  aggregate: aggregates.project,
  create: (projectId: ProjectId, fields: New<CreateProject, 'projectId'>, context: Envelope) =>
    new CreateProject({ ...fields, projectId }, context),
  edit: (projectId, fields, context) => new EditProject({ ...fields, projectId }, context),
  fixed: {},
}) {}

export class PutUser extends putByReference({
  aggregate: aggregates.user,
  create: (userId: UserId, fields: New<RegisterUser, 'userId'>, context: Envelope) =>
    new RegisterUser({ ...fields, userId }, context),
  edit: (userId, { name, email }, context) => new EditUser({ userId, name, email }, context),
  fixed: {
    managerId: ({ record }) => record?.managerId,
    office: ({ record }) => record?.office,
    active: ({ record }) => record?.active,
    validFrom: ({ state }) => state?.assignedFrom,
  },
}) {}

export class PutAccount extends putByReference({
  aggregate: aggregates.account,
  create: (accountId: AccountId, fields: New<CreateAccount, 'accountId'>, context: Envelope) =>
    new CreateAccount({ ...fields, accountId }, context),
  edit: (accountId, fields, context) => new EditAccount({ ...fields, accountId }, context),
  fixed: {
    ownerId: ({ record }) => record?.ownerId,
    parentId: async (_state, accountId, load) =>
      parentOf((await load(aggregates.accountHierarchy, accountHierarchyId)).state, accountId),
  },
}) {}

export class PutProduct extends putByReference({
  aggregate: aggregates.product,
  create: (productId: ProductId, fields: New<CreateProduct, 'productId'>, context: Envelope) =>
    new CreateProduct({ ...fields, productId }, context),
  edit: (productId, fields, context) => new EditProduct({ ...fields, productId }, context),
  fixed: {},
}) {}

export class PutPriceBook extends putByReference({
  aggregate: aggregates.priceBook,
  create: (priceBookId: PriceBookId, fields: New<CreatePriceBook, 'priceBookId'>, context: Envelope) =>
    new CreatePriceBook({ ...fields, priceBookId }, context),
  edit: (priceBookId, fields, context) => new EditPriceBook({ ...fields, priceBookId }, context),
  fixed: {},
}) {}

export class PutOpportunity extends putByReference({
  aggregate: aggregates.opportunity,
  create: (opportunityId: OpportunityId, fields: New<OpenOpportunity, 'opportunityId'>, context: Envelope) =>
    new OpenOpportunity({ ...fields, opportunityId }, context),
  edit: (opportunityId, fields, context) => new EditOpportunity({ ...fields, opportunityId }, context),
  fixed: {
    pipelineId: ({ record }) => record?.pipelineId,
    stageId: ({ record }) => record?.stageId,
    ownerId: ({ record }) => record?.ownerId,
    leadId: ({ record }) => record?.leadId,
    campaignId: ({ record }) => record?.campaignId,
    partnerId: ({ record }) => record?.partnerId,
    sourceContractId: ({ record }) => record?.sourceContractId,
  },
}) {}

export class PutLead extends putByReference({
  aggregate: aggregates.lead,
  create: (leadId: LeadId, fields: New<CreateLead, 'leadId'>, context: Envelope) =>
    new CreateLead({ ...fields, leadId }, context),
  edit: (leadId, fields, context) => new EditLead({ ...fields, leadId }, context),
  fixed: {
    kind: ({ record }) => record?.kind,
    ownerId: ({ record }) => record?.ownerId,
  },
}) {}

export class PutActivity extends putByReference({
  aggregate: aggregates.activity,
  create: (activityId: ActivityId, fields: New<LogActivity, 'activityId'>, context: Envelope) =>
    new LogActivity({ ...fields, activityId }, context),
  edit: (activityId, fields, context) => new EditActivity({ ...fields, activityId }, context),
  fixed: { subject: ({ state }) => (state === 'deleted' ? null : state?.subject) },
}) {}
