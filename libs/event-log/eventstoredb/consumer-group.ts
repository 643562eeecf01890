import {
  PersistentSubscriptionExistsError,
  persistentSubscriptionToAllSettingsFromDefaults,
  ROUND_ROBIN,
  START,
  streamNameFilter,
  type PersistentSubscriptionToAllSettings,
} from '@eventstore/db-client';
import type { Position } from '../event-log.js';
import { AllEvents } from './all-events.js';
import { answered, clientDeadline, usualWaits, type Waits } from './calls.js';
import { logIdentity } from './log-identity.js';
import { Places, type Stand } from './place.js';
import { serverAddress } from './server-address.js';
import { asLogError } from './server-errors.js';
import { ServerReads } from './server-reads.js';
import { ClientShare } from './shared-client.js';

export interface ConsumerGroupOptions {
  /** Of the server, as for `openEventStoreLog`. */
  readonly url: string;
  readonly name: string;
  /** The group has the streams of these categories. */
  readonly categories: readonly string[];
  /** Begins with the event at this position; without it with the log's first. */
  readonly from?: Position | undefined;
  readonly waits?: Partial<Waits>;
}

/** A group of that name is there with settings that its consumers would notice. */
export class GroupDiffers extends Error {
  override readonly name = 'GroupDiffers';
}

/**
 * Makes a persistent subscription to `$all`, whose consumers share the events of some categories. One that is there already stays as it
 * is; the server does not tell of which streams it is. @returns whether it was made now
 * @throws GroupDiffers @throws PositionUnknown @throws LogUnavailable @throws ServerAddressInvalid
 */
export async function ensureConsumerGroup(options: ConsumerGroupOptions): Promise<boolean> {
  const waits = { ...usualWaits, ...options.waits };
  const share = new ClientShare(serverAddress(options.url));
  try {
    const stand = await standOf(options.from, share, waits);
    const settings = persistentSubscriptionToAllSettingsFromDefaults({
      startFrom: stand === 'start' ? START : stand,
      consumerStrategyName: ROUND_ROBIN,
    });
    return await madeWith(settings, options, share, waits);
  } catch (error) {
    if (error instanceof GroupDiffers) throw error;
    throw asLogError(share.address.server, error);
  } finally {
    await share.release();
  }
}

/** @throws PositionUnknown where no event stands there */
async function standOf(from: Position | undefined, share: ClientShare, waits: Waits): Promise<Stand> {
  if (from === undefined) return 'start';
  const reads = new ServerReads(share, waits);
  const places = new Places(await logIdentity(share, reads, waits));
  const stand = places.standAt(from);
  await new AllEvents(reads, places).after(stand, 1);
  return stand;
}

async function madeWith(
  settings: PersistentSubscriptionToAllSettings,
  { name, categories }: ConsumerGroupOptions,
  { client, address }: ClientShare,
  waits: Waits,
): Promise<boolean> {
  const { credentials } = address;
  const call = { credentials, requiresLeader: true, deadline: clientDeadline(waits) };
  const filter = streamNameFilter({ prefixes: categories.map((category) => `${category}-`) });
  try {
    const making = client.createPersistentSubscriptionToAll(name, settings, { ...call, filter });
    await answered(making, waits.answer, `the making of group "${name}"`);
    return true;
  } catch (error) {
    if (!(error instanceof PersistentSubscriptionExistsError)) throw error;
  }
  const asking = client.getPersistentSubscriptionToAllInfo(name, call);
  const { settings: there } = await answered(asking, waits.answer, `the question for group "${name}"`);
  const differences = decisive.filter((setting) => textOf(there[setting]) !== textOf(settings[setting]));
  if (differences.length === 0) return false;
  const said = differences.map(
    (setting) => `${setting} is ${textOf(there[setting])} and not ${textOf(settings[setting])}`,
  );
  throw new GroupDiffers(
    `Group "${name}" is there with other settings: ${said.join(', ')}. Take another name, or delete it on the server first.`,
  );
}

/** What consumers notice; sizes of buffers are the operator's. */
const decisive = ['startFrom', 'consumerStrategyName', 'messageTimeout', 'maxRetryCount'] as const;

const textOf = (setting: PersistentSubscriptionToAllSettings[(typeof decisive)[number]] | undefined): string =>
  typeof setting === 'object' ? `${String(setting.commit)}/${String(setting.prepare)}` : String(setting);
