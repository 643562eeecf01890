import Type from 'typebox';
import { idSchema, type AccountId, type OpportunityId } from '../kernel/ids.js';

/** The record that an activity or a comment is about. */
export type Subject =
  { readonly kind: 'account'; readonly id: AccountId } | { readonly kind: 'opportunity'; readonly id: OpportunityId };
export const Subject = Type.Unsafe<Subject>(
  Type.Union([
    Type.Object({ kind: Type.Literal('account'), id: idSchema<AccountId>() }),
    Type.Object({ kind: Type.Literal('opportunity'), id: idSchema<OpportunityId>() }),
  ]),
);
