import { claimedPosition } from '../../event-log/position.js';
import { ensureConsumerGroup } from '../../event-log/eventstoredb/consumer-group.js';
import { allEvents } from '../register/all-events.js';
import { ConfigError, isEventStoreUrl } from '../settings/config.js';

/** Whose events delivery systems receive: `contract`, `sale`. */
export const publishedCategories: readonly string[] = allEvents
  .filter(({ published }) => published)
  .map(({ aggregate }) => aggregate);

export interface FeedGroup {
  readonly name: string;
  /** A position as commands answer it; without it the group begins with the log's first event. */
  readonly from: string | undefined;
}

/**
 * Makes a group of consumers of the published events on the log's server. @returns whether it was made now, or was there
 * @throws ConfigError without a server @throws GroupDiffers and what the adapter throws
 */
export function ensureFeedGroup({ name, from }: FeedGroup, eventStoreUrl = ''): Promise<boolean> {
  if (eventStoreUrl === '') {
    throw new ConfigError(
      'A log in files has no groups of consumers: read GET /v1/contract-events there, or set EVENTSTORE_URL to the EventStoreDB that has the log.',
    );
  }
  if (!isEventStoreUrl(eventStoreUrl)) {
    throw new ConfigError(
      'EVENTSTORE_URL is no address of an EventStoreDB; give one such as esdb://localhost:2113?tls=false.',
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)) {
    throw new ConfigError(`"${name.slice(0, 120)}" is no name of a group: give letters, digits, "-" and "_".`);
  }
  return ensureConsumerGroup({
    url: eventStoreUrl,
    name,
    categories: publishedCategories,
    from: from === undefined ? undefined : claimedPosition(from),
  });
}
