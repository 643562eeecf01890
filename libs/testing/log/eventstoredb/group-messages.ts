import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import type { CreateReq, GetInfoResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/persistent_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { millisOf } from '../../../kernel/dates.js';
import type { ConsumerGroup, GroupSettings, NackAction } from './consumer-group.js';
import type { ServerEvent } from './server-data.js';

const { ReadEvent } = persistentPb.ReadResp;

export function groupSettings(request: CreateReq): GroupSettings {
  const [all, settings] = [request.getOptions()?.getAll(), request.getOptions()?.getSettings()];
  const at = all?.getPosition()?.getCommitPosition() ?? '0';
  return {
    prefixes: all?.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [''],
    from: all?.hasStart() === true ? 'start' : all?.hasEnd() === true ? 'end' : BigInt(at),
    messageTimeout: settings?.getMessageTimeoutMs() ?? 0,
    maxRetryCount: settings?.getMaxRetryCount() ?? 0,
    strategy: strategies[settings?.getNamedConsumerStrategy() ?? 1] ?? '',
  };
}

const strategies: readonly string[] = ['DispatchToSingle', 'RoundRobin', 'Pinned'];

export function deliveryMessage(event: ServerEvent, retries: number): ReadResp {
  const recorded = new ReadEvent.RecordedEvent()
    .setId(new sharedPb.UUID().setString(event.id))
    .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(event.stream)))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.place))
    .setPreparePosition(String(event.place))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', String(BigInt(millisOf(event.created)) * 10_000n));
  const read = new ReadEvent().setEvent(recorded).setCommitPosition(String(event.place)).setRetryCount(retries);
  return new persistentPb.ReadResp().setEvent(read);
}

export const idsIn = (answer: ReadReq.Ack | ReadReq.Nack): readonly string[] =>
  answer.getIdsList().map((id) => id.getString());

export function nackAction(nack: ReadReq.Nack): NackAction {
  const { PARK, SKIP } = persistentPb.ReadReq.Nack.Action;
  return nack.getAction() === PARK ? 'park' : nack.getAction() === SKIP ? 'skip' : 'retry';
}

/** As a server tells of a group: its filter it does not tell. */
export function infoMessage(name: string, group: ConsumerGroup): GetInfoResp {
  const { from, messageTimeout, maxRetryCount, strategy } = group.settings;
  const at = from === 'start' ? '0' : from === 'end' ? '-1' : String(from);
  const info = new persistentPb.SubscriptionInfo()
    .setEventSource('$all')
    .setGroupName(name)
    .setStatus('Live')
    .setStartFrom(`C:${at}/P:${at}`)
    .setMessageTimeoutMilliseconds(messageTimeout)
    .setMaxRetryCount(maxRetryCount)
    .setNamedConsumerStrategy(strategy)
    .setTotalInFlightMessages(group.inFlight)
    .setParkedMessageCount(String(group.parked.length));
  return new persistentPb.GetInfoResp().setSubscriptionInfo(info);
}
