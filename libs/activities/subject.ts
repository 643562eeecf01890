import Type from 'typebox';
import {
  idSchema,
  type AccountId,
  type CampaignId,
  type ContactId,
  type LeadId,
  type OpportunityId,
  type PartnerId,
} from '../kernel/ids.js';

/** The record that an activity or a comment is about. */
export type Subject =
  | { readonly kind: 'account'; readonly id: AccountId }
  | { readonly kind: 'opportunity'; readonly id: OpportunityId }
  | { readonly kind: 'lead'; readonly id: LeadId }
  | { readonly kind: 'contact'; readonly id: ContactId }
  | { readonly kind: 'campaign'; readonly id: CampaignId }
  | { readonly kind: 'partner'; readonly id: PartnerId };
export const Subject = Type.Unsafe<Subject>(
  Type.Union([
    Type.Object({ kind: Type.Literal('account'), id: idSchema<AccountId>() }),
    Type.Object({ kind: Type.Literal('opportunity'), id: idSchema<OpportunityId>() }),
    Type.Object({ kind: Type.Literal('lead'), id: idSchema<LeadId>() }),
    Type.Object({ kind: Type.Literal('contact'), id: idSchema<ContactId>() }),
    Type.Object({ kind: Type.Literal('campaign'), id: idSchema<CampaignId>() }),
    Type.Object({ kind: Type.Literal('partner'), id: idSchema<PartnerId>() }),
  ]),
);
