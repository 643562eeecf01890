import { Long, type ClientSession, type Collection } from 'mongodb';
import { randomUUID } from 'node:crypto';
import type { Position } from '../../event-log/event-log.js';
import { instantOf, millisOf } from '../../kernel/dates.js';
import type { LatestMillis } from '../as-of.js';
import { CheckpointMoved, mustStandAt, projections, type Flush, type Latest } from '../read-store.js';
import { isDuplicateKey } from './errors.js';

/** How far a reader is. One without a position has only been put in somebody's charge. */
export interface StoredCheckpoint {
  readonly _id: string;
  readonly position?: Position | null;
  /** Whose flushes are taken: of the lease in whose charge the reader is. */
  readonly token?: number | null;
  /** Tells the last flush from every other. */
  readonly flushed?: string;
  readonly occurred?: number | null;
  readonly recorded?: number | null;
}

/** The checkpoints of one store. */
export class Checkpoints {
  constructor(readonly collection: Collection<StoredCheckpoint>) {}

  async of(reader: string, session?: ClientSession): Promise<StoredCheckpoint | undefined> {
    return (await this.collection.findOne({ _id: reader }, { session })) ?? undefined;
  }

  async positionOf(reader: string, session?: ClientSession): Promise<Position | undefined> {
    return (await this.of(reader, session))?.position ?? undefined;
  }

  async latest(session?: ClientSession): Promise<({ readonly position: Position } & Latest) | undefined> {
    const { position, occurred, recorded } = (await this.of(projections, session)) ?? {};
    if (typeof position !== 'string' || typeof occurred !== 'number' || typeof recorded !== 'number') return undefined;
    return { position, occurredAt: instantOf(occurred), recordedAt: instantOf(recorded) };
  }

  async latestMillis(session?: ClientSession): Promise<LatestMillis> {
    return (await this.of(projections, session)) ?? {};
  }

  /**
   * Moves the reader from where the flush says it stands, as the first write of its transaction: whoever else moves it meanwhile is in its
   * way. @throws CheckpointMoved when it stands elsewhere, or is in the charge of another token
   */
  async move(flush: Flush, token: number | null | undefined, flushed: string, session: ClientSession): Promise<void> {
    const { reader, after, checkpoint, latest } = flush;
    const from = { _id: reader, position: after ?? null, ...(token !== undefined && { token }) };
    const later = latest && {
      $max: {
        occurred: Long.fromNumber(millisOf(latest.occurredAt)),
        recorded: Long.fromNumber(millisOf(latest.recordedAt)),
      },
    };
    const change = { $set: { position: checkpoint, flushed }, ...later };
    try {
      const { matchedCount, upsertedCount } = await this.collection.updateOne(from, change as object, {
        session,
        upsert: after === undefined,
      });
      if (matchedCount + upsertedCount === 1) return;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    throw new CheckpointMoved(
      `${reader} does not stand at ${after ?? 'the beginning'} any more, or is in the charge of another process.`,
    );
  }

  /** What became of a flush whose commit was not answered. @throws CheckpointMoved when it is lost: somebody else has gone on */
  async hasFlush(flush: Flush, flushed: string): Promise<boolean> {
    const stored = await this.of(flush.reader);
    if (stored?.flushed === flushed) return true;
    mustStandAt(flush, stored?.position ?? undefined);
    return false;
  }
}

export const newFlush = (): string => randomUUID();
