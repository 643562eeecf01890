import Type from 'typebox';
import { parse, v5, v7 } from 'uuid';

declare const kind: unique symbol;

/** A UUID that names one kind of thing: an `Id<'account'>` is refused where an `Id<'user'>` is wanted. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind };

export type ProjectId = Id<'project'>;
export type UserId = Id<'user'>;
export type PersonId = Id<'person'>;
export type ApiKeyId = Id<'apiKey'>;
export type PipelineId = Id<'pipeline'>;
export type StageId = Id<'stage'>;
export type AccountId = Id<'account'>;
export type PartnerId = Id<'partner'>;
export type ContactId = Id<'contact'>;
export type EmploymentId = Id<'employment'>;
export type LeadId = Id<'lead'>;
export type CampaignId = Id<'campaign'>;
export type CampaignStatusId = Id<'campaignStatus'>;
export type CategoryId = Id<'productCategory'>;
export type ProductId = Id<'product'>;
export type PriceBookId = Id<'priceBook'>;
export type PriceId = Id<'price'>;
export type OpportunityId = Id<'opportunity'>;
export type QuoteId = Id<'quote'>;
export type LineId = Id<'line'>;
export type ContractId = Id<'contract'>;
export type SaleId = Id<'sale'>;
export type ActivityId = Id<'activity'>;
export type CommentId = Id<'comment'>;
export type LostReasonId = Id<'lostReason'>;
export type PriceBookItemId = Id<'priceBookItem'>;
export type UniqueValueId = Id<'uniqueValue'>;
export type CommandId = Id<'command'>;
export type EventId = Id<'event'>;

/** The schema of an id, for event definitions: `accountId: idSchema<AccountId>()`. */
export const idSchema = <T extends Id<string>>() => Type.Unsafe<T>(Type.String({ format: 'uuid' }));

/** A new id that sorts by the time it was made, and after those that were made here before (UUID v7). */
export function newId<T extends Id<string>>(): T {
  const random = randomBytes();
  const now = Date.now();
  last =
    now > last.msecs
      ? { msecs: now, seq: new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1 }
      : { ...last, seq: last.seq + 1 };
  return v7({ ...last, random }) as T;
}

/** The same id for the same parts, on every machine and at every try (UUID v5). */
export const derivedId = <T extends Id<string>>(...parts: readonly string[]): T =>
  v5(bytes.encode(parts.join('|')), namespace) as T;

/** The text as an id of that kind, after a check of its shape elsewhere. */
export const brandedId = <T extends Id<string>>(text: string): T => text as T;

/** Whether the text is a UUID as we write them, in lower case: ids are compared as text. */
export const isId = (text: string): boolean => idShape.test(text);

/** Also the two that are all zeros and all ones (RFC 9562). */
export const idPattern =
  '^([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(-0{4}){3}-0{12}|f{8}(-f{4}){3}-f{12})$';
const idShape = new RegExp(idPattern);

// As bytes: the library would turn text into them at every call.
const namespace = parse('6d0f7f5e-52a7-5c1d-9c0e-0f4f1a2b3c4d');
const bytes = new TextEncoder();

/** Within a millisecond ids count up from somewhere in the lower half of 32 bits. */
let last = { msecs: 0, seq: 0 };

// Many at once: the library would ask the system for each id, which takes longer than all else of it.
const pool = new Uint8Array(4096);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}
