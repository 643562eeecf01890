import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { millisOf } from '../../../kernel/dates.js';
import type { Expected, Proposed, ServerEvent } from './server-data.js';

const { ReadEvent, CaughtUp, StreamNotFound, SubscriptionConfirmation } = streamsPb.ReadResp;

export function eventMessage(event: ServerEvent): ReadResp {
  const recorded = new ReadEvent.RecordedEvent()
    .setId(new sharedPb.UUID().setString(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
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
  const read = new ReadEvent().setEvent(recorded).setCommitPosition(String(event.place));
  return new streamsPb.ReadResp().setEvent(read);
}

export const caughtUpMessage = (): ReadResp => new streamsPb.ReadResp().setCaughtUp(new CaughtUp());

export const confirmationMessage = (id: string): ReadResp =>
  new streamsPb.ReadResp().setConfirmation(new SubscriptionConfirmation().setSubscriptionId(id));

export const noStreamMessage = (stream: string): ReadResp =>
  new streamsPb.ReadResp().setStreamNotFound(new StreamNotFound().setStreamIdentifier(streamIdentifier(stream)));

/** What a read asks for. */
export interface Asked {
  readonly stream: string | undefined;
  /** A revision or a place. */
  readonly from: 'start' | 'end' | bigint;
  readonly isBackwards: boolean;
  readonly count: number;
  readonly isSubscription: boolean;
}

export function askedBy(request: ReadReq): Asked {
  const options = request.getOptions();
  const [stream, all] = [options?.getStream(), options?.getAll()];
  const part = stream ?? all;
  const at = stream?.getRevision() ?? all?.getPosition()?.getCommitPosition() ?? '0';
  return {
    stream: stream && nameIn(stream.getStreamIdentifier()?.getStreamName_asU8()),
    from: part?.hasStart() === true ? 'start' : part?.hasEnd() === true ? 'end' : BigInt(at),
    isBackwards: options?.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS,
    count: Number(options?.getCount() ?? 0),
    isSubscription: options?.hasSubscription() === true,
  };
}

export function appendOptions(
  request: AppendReq,
): { readonly stream: string; readonly expected: Expected } | undefined {
  const options = request.getOptions();
  if (options === undefined) return undefined;
  const expected = options.hasRevision() ? Number(options.getRevision()) : options.hasNoStream() ? 'none' : 'any';
  return { stream: nameIn(options.getStreamIdentifier()?.getStreamName_asU8()), expected };
}

export function proposedIn(request: AppendReq): Proposed | undefined {
  const message = request.getProposedMessage();
  if (message === undefined) return undefined;
  return {
    id: message.getId()?.getString() ?? '',
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function writtenMessage(revision: number, place: bigint): AppendResp {
  const position = new streamsPb.AppendResp.Position()
    .setCommitPosition(String(place))
    .setPreparePosition(String(place));
  const success = new streamsPb.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(position);
  return new streamsPb.AppendResp().setSuccess(success);
}

export function conflictMessage(actual: number | 'none'): AppendResp {
  const conflict = new streamsPb.AppendResp.WrongExpectedVersion();
  if (actual === 'none') conflict.setCurrentNoStream(new sharedPb.Empty());
  else conflict.setCurrentRevision(String(actual));
  return new streamsPb.AppendResp().setWrongExpectedVersion(conflict);
}

/** An error as the server gives it, with what the client reads from its trailers. */
export function serviceError(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const tooLargeError = (most: number): ServiceError =>
  serviceError(status.INVALID_ARGUMENT, `Maximum Append Size of ${String(most)} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(most),
  });

/** A server that is not ready yet. */
export const notReady = (): ServiceError => serviceError(status.UNAVAILABLE, 'Server Is Not Ready');

/** A name or password that is wrong. */
export const unauthenticated = (): ServiceError => serviceError(status.UNAUTHENTICATED, 'Unauthenticated');

/** A reader that took too long. */
export const tooSlow = (): ServiceError => serviceError(status.ABORTED, 'Operation timed out: Consumer too slow');

/** What an ordered stop, or a fault of the server's own, gives. */
export const internalError = (): ServiceError => serviceError(status.INTERNAL, 'Received RST_STREAM with code 2');

const streamIdentifier = (stream: string) => new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream));

const nameIn = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
