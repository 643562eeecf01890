import type { AccountEvent } from '../../../libs/accounts/account/account.events.js';
import type { CampaignEvent } from '../../../libs/campaigns/campaign/campaign.events.js';
import type { PriceBookEvent } from '../../../libs/catalogue/price-book/price-book.events.js';
import type { ProductEvent } from '../../../libs/catalogue/product/product.events.js';
import type { ContractEvent } from '../../../libs/contracts/contract/contract.events.js';
import type { RecordedEvent, RecordedOf } from '../../../libs/kernel/events.js';
import type { LeadEvent } from '../../../libs/leads/lead/lead.events.js';
import type { PartnerEvent } from '../../../libs/partners/partner/partner.events.js';
import type { PipelineEvent } from '../../../libs/organisation/pipeline/pipeline.events.js';
import type { ProjectEvent } from '../../../libs/organisation/project/project.events.js';
import type { UserEvent } from '../../../libs/organisation/user/user.events.js';
import type { AsOf } from '../../../libs/read-store/read-store.js';
import type { OpportunityEvent } from '../../../libs/sales/opportunity/opportunity.events.js';

// The plain fold that every answer is compared with: the whole log, cut at an instant, read from its beginning.

interface Categories {
  readonly opportunity: OpportunityEvent;
  readonly contract: ContractEvent;
  readonly account: AccountEvent;
  readonly campaign: CampaignEvent;
  readonly lead: LeadEvent;
  readonly partner: PartnerEvent;
  readonly priceBook: PriceBookEvent;
  readonly product: ProductEvent;
  readonly project: ProjectEvent;
  readonly pipeline: PipelineEvent;
  readonly user: UserEvent;
}
type Category = keyof Categories;
type Streams<Name extends Category> = ReadonlyMap<string, readonly RecordedOf<Categories[Name]>[]>;

/** What had happened and was known. */
export const cut = (events: readonly RecordedEvent[], { asOf, knownAt }: AsOf): readonly RecordedEvent[] =>
  events.filter(
    ({ metadata, recordedAt }) =>
      (asOf === undefined || metadata.occurredAt <= asOf) && (knownAt === undefined || recordedAt <= knownAt),
  );

/** The events of each record of a kind, by its id. */
export function streamsOf<Name extends Category>(events: readonly RecordedEvent[], category: Name): Streams<Name> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    if (!event.stream.startsWith(`${category}-`)) continue;
    const id = event.stream.slice(category.length + 1);
    streams.set(id, [...(streams.get(id) ?? []), event]);
  }
  return streams as unknown as Streams<Name>;
}

/** Settings and names: as they were; what was known and not there yet as it was first. */
export function settled<Name extends Category>(
  events: readonly RecordedEvent[],
  category: Name,
  at: AsOf,
): Streams<Name> {
  const then = streamsOf(cut(events, at), category);
  const all = streamsOf(cut(events, { knownAt: at.knownAt }), category);
  return new Map([...all].map(([id, stream]) => [id, then.get(id) ?? beginningOf(stream)]));
}

/** All that was said in the stream's first moment. */
function beginningOf<E extends RecordedEvent>(stream: readonly E[]): readonly E[] {
  const [first] = stream;
  return stream.filter(
    ({ metadata, recordedAt }) => metadata.occurredAt === first?.metadata.occurredAt && recordedAt === first.recordedAt,
  );
}
