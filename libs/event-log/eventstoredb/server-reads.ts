import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type AllStreamRecordedEvent,
  type AllStreamSubscription,
  type Direction,
  type ReadRevision,
  type RecordedEvent as ServerEvent,
} from '@eventstore/db-client';
import { collected, type Waits } from './calls.js';
import type { Stand } from './place.js';
import { asLogError, isNoPlace, isNoStream } from './server-errors.js';
import type { ClientShare } from './shared-client.js';

/** An event of `$all`, whose place is always told. */
export type AllEvent = AllStreamRecordedEvent;

/** What is read from the server, with a deadline of our own, and failures as the port's errors. */
export class ServerReads {
  constructor(
    private readonly share: ClientShare,
    private readonly waits: Waits,
  ) {}

  get server(): string {
    return this.share.address.server;
  }

  /** A stream's events; none when there is no such stream. @throws LogUnavailable */
  async stream(stream: string, from: number, count: number): Promise<readonly ServerEvent[]> {
    return this.streamPart(stream, BigInt(from), count, FORWARDS);
  }

  /** The stream's last event. @throws LogUnavailable */
  async last(stream: string): Promise<ServerEvent | undefined> {
    return (await this.streamPart(stream, END, 1, BACKWARDS))[0];
  }

  /** So many events of `$all` from this place on, with the one that stands there and the server's own; none where no event stands. @throws LogUnavailable */
  async forwards(from: Stand, count: number): Promise<readonly AllEvent[]> {
    return this.all(from === 'start' ? START : from, count, FORWARDS);
  }

  /** The last events of `$all`, or those up to this place, the last one first. @throws LogUnavailable */
  async backwards(from: Stand | 'end', count: number): Promise<readonly AllEvent[]> {
    return this.all(from, count, BACKWARDS);
  }

  /** What comes into `$all` after this place. */
  subscribe(after: Stand): AllStreamSubscription {
    const { client, address } = this.share;
    return client.subscribeToAll({
      fromPosition: after === 'start' ? START : after,
      credentials: address.credentials,
      requiresLeader: true,
    });
  }

  private async streamPart(
    stream: string,
    fromRevision: ReadRevision,
    count: number,
    direction: Direction,
  ): Promise<readonly ServerEvent[]> {
    const { client, address } = this.share;
    const maxCount = Math.min(count, Number.MAX_SAFE_INTEGER);
    if (maxCount <= 0) return [];
    try {
      const options = { fromRevision, maxCount, direction, credentials: address.credentials, requiresLeader: true };
      const parts = await collected(client.readStream(stream, options), this.waits.answer, `a read of ${stream}`);
      return parts.flatMap(({ event }) => event ?? []);
    } catch (error) {
      if (isNoStream(error)) return [];
      throw asLogError(this.server, error);
    }
  }

  private async all(fromPosition: Stand | 'end', maxCount: number, direction: Direction): Promise<readonly AllEvent[]> {
    const { client, address } = this.share;
    try {
      const options = { fromPosition, maxCount, direction, credentials: address.credentials, requiresLeader: true };
      const parts = await collected(client.readAll(options), this.waits.answer, 'a read of the whole log');
      return parts.flatMap(({ event }) => event ?? []);
    } catch (error) {
      if (isNoPlace(error)) return [];
      throw asLogError(this.server, error);
    }
  }
}
