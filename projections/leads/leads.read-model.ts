import Type, { type Static } from 'typebox';
import { idSchema, type ContactId, type OpportunityId, type PersonId } from '../../libs/kernel/ids.js';
import { minorOf } from '../../libs/kernel/money.js';
import { Personal } from '../../libs/kernel/personal.js';
import { References } from '../../libs/kernel/references.js';
import { leadProfile, type LeadEvent } from '../../libs/leads/lead/lead.events.js';
import { readModel } from '../../libs/read-store/read-model.js';
import { referenced, unreferenced } from '../references.js';
import { key, Nullable } from '../row-schemas.js';

const LeadRow = Type.Object({
  _id: key,
  status: Type.Enum(['open', 'disqualified', 'qualified']),
  archived: Type.Boolean(),
  personId: idSchema<PersonId>(),
  ...leadProfile.row,
  /** The estimated value, to sort and add up by. */
  amountMinor: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  disqualifiedReason: Nullable(Type.String()),
  disqualifiedComment: Nullable(Personal(Type.String())),
  /** LEAD-06: what it became. */
  opportunityId: Nullable(idSchema<OpportunityId>()),
  contactId: Nullable(idSchema<ContactId>()),
  createdAt: Type.String({ format: 'date-time' }),
  references: References,
});
export type LeadRow = Static<typeof LeadRow>;

/** LEAD-03: leads as lists show them; those without an owner are the free pool (LEAD-05). */
export const leads = readModel<LeadEvent>()({
  name: 'leads',
  version: 2,
  row: LeadRow,
  fields: {
    status: 'text',
    archived: 'boolean',
    kind: 'text',
    ownerId: 'text',
    projectId: 'text',
    campaignId: 'text',
    partnerId: 'text',
    accountId: 'text',
    opportunityId: 'text',
    organisation: 'text',
    website: 'text',
    country: 'text',
    industry: 'text',
    source: 'text',
    amountMinor: 'integer',
    currency: 'text',
    disqualifiedReason: 'text',
    createdAt: 'instant',
    references: 'references',
  },
  search: ['organisation', 'website'],
  indexes: [
    ['ownerId', 'status'],
    ['status', 'createdAt'],
    ['projectId'],
    ['campaignId', 'status'],
    ['partnerId', 'status'],
    ['accountId'],
    ['opportunityId'],
    ['createdAt'],
    ['organisation'],
  ],
  groupings: [
    ['campaignId', 'status', 'archived', 'source'],
    ['partnerId', 'status', 'archived', 'source'],
  ],
  keepsHistory: true,
  on: {
    LeadCreated: (_row, { data, metadata }) =>
      valued({
        _id: data.leadId,
        status: 'open',
        archived: false,
        personId: data.personId,
        ...leadProfile.newRow(data),
        disqualifiedReason: null,
        disqualifiedComment: null,
        opportunityId: null,
        contactId: null,
        createdAt: metadata.occurredAt,
        references: data.references,
      }),
    LeadEdited: (row, { data }) => valued(leadProfile.editedRow(row, data)),
    LeadDisqualified: (row, { data }): LeadRow => ({
      ...row,
      status: 'disqualified',
      disqualifiedReason: data.reasonCode,
      disqualifiedComment: data.comment ?? null,
    }),
    LeadReopened: (row): LeadRow => ({
      ...row,
      status: 'open',
      disqualifiedReason: null,
      disqualifiedComment: null,
    }),
    LeadOwnerChanged: (row, { data }) => ({ ...row, ownerId: data.to }),
    LeadQualified: (row, { data }): LeadRow => ({
      ...row,
      status: 'qualified',
      accountId: data.account?.accountId ?? row.accountId,
      opportunityId: data.opportunityId,
      contactId: data.contact?.contactId ?? null,
    }),
    LeadArchived: (row) => ({ ...row, archived: true }),
    LeadUnarchived: (row) => ({ ...row, archived: false }),
    LeadReferenced: referenced,
    LeadUnreferenced: unreferenced,
  },
});

const valued = (row: Omit<LeadRow, 'amountMinor' | 'currency'>): LeadRow => ({
  ...row,
  amountMinor: row.estimatedValue && minorOf(row.estimatedValue),
  currency: row.estimatedValue?.currency ?? null,
});
