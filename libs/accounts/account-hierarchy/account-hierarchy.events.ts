import Type from 'typebox';
import { Instant } from '../../kernel/dates.js';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type AccountId } from '../../kernel/ids.js';

const accountId = idSchema<AccountId>();
const parentId = Type.Union([accountId, Type.Null()]);

/** ACC-19, ACC-20: the account stands under another one; null: under none. Since `since`, else since it happened; until the date of its next parent. */
export const AccountMoved = eventType('AccountMoved', {
  accountId,
  from: parentId,
  to: parentId,
  since: Type.Optional(Instant),
});

export const accountHierarchyEvents = [AccountMoved] as const;
export type AccountHierarchyEvent = EventOf<(typeof accountHierarchyEvents)[number]>;
