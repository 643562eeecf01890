import { NO_STREAM } from '@eventstore/db-client';
import { KeyedMutex } from '../../kernel/keyed-mutex.js';
import { refuseTooLarge } from '../append-size.js';
import {
  AppendTooLarge,
  firstAfter,
  LogUnavailable,
  RevisionConflict,
  type Appended,
  type CopiedEvent,
  type EventToAppend,
  type ExpectedRevision,
} from '../event-log.js';
import { positionOf } from '../position.js';
import type { AppendTimes } from './append-times.js';
import { answered, clientDeadline, mostTries, pause, type Waits } from './calls.js';
import type { Places } from './place.js';
import { asLogError, isAccessDenied, isConflict, isTooLarge } from './server-errors.js';
import type { ServerReads } from './server-reads.js';
import type { ClientShare } from './shared-client.js';
import { proposalOf, storedEvent, type Proposal, type StoredEvent } from './stored-event.js';

interface Append extends Proposal {
  readonly stream: string;
  readonly expected: ExpectedRevision;
}

/**
 * Appends until the outcome is known. The server knows a repeat by its event ids at an explicit revision, also after a restart; a repeat of
 * what is still under way it drops without an answer. So an append that had no answer is looked for in its stream before it is sent again.
 */
export class Appender {
  /** What is under way here: its repeats wait for it. */
  private readonly underWay = new Map<string, Promise<Appended>>();
  /** Appends are calls side by side, of which a later one may be there first. */
  private readonly ofStream = new KeyedMutex();

  constructor(
    private readonly share: ClientShare,
    private readonly reads: ServerReads,
    private readonly times: AppendTimes,
    private readonly places: Places,
    private readonly waits: Waits,
  ) {}

  /** @throws RevisionConflict @throws AppendTooLarge @throws LogUnavailable @throws RangeError @throws TypeError */
  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly (EventToAppend | CopiedEvent)[],
  ): Promise<Appended> {
    const append = { ...proposalOf(stream, firstAfter(expected), events), stream, expected };
    refuseTooLarge(stream, append.texts);
    const key = [stream, expected, ...append.ids].join(' ');
    const underWay = this.underWay.get(key);
    if (underWay !== undefined) return asRepeat(await underWay);

    const until = performance.now() + mostTries * this.waits.answer;
    const outcome = this.share.pending(this.ofStream.take(stream, () => this.untilKnown(append, until)));
    this.underWay.set(key, outcome);
    try {
      return await outcome;
    } finally {
      this.underWay.delete(key);
    }
  }

  /** Until then others may come first, and it is tried again. */
  private async untilKnown(append: Append, until: number): Promise<Appended> {
    const isLate = () => performance.now() >= until;
    if (isLate()) {
      throw new LogUnavailable(
        `The event log at ${this.reads.server} cannot be used: earlier appends to ${append.stream} have no answer, and this one was not sent.`,
      );
    }
    for (let tries = 1; ; tries += 1) {
      try {
        await this.send(append);
        return await this.written(append);
      } catch (error) {
        if (isTooLarge(error)) throw tooLargeFor(append, error.maxAppendSize);
        if (isConflict(error)) return this.repeated(append, revisionIn(error.actualVersion));
        const reason = asLogError(this.reads.server, error);
        if (isAccessDenied(error)) throw reason;
        await pause(this.waits.retry * 2 ** (tries - 1));
        const found = await this.lookedFor(append);
        if (found !== undefined) return found;
        if (tries === mostTries || isLate()) throw reason;
      }
    }
  }

  private async send({ stream, expected, events }: Append): Promise<void> {
    const { client, address } = this.share;
    const sent = client.appendToStream(stream, events, {
      expectedRevision: expected === 'none' ? NO_STREAM : BigInt(expected),
      // So that each append is a call of its own: see ADR 52.
      credentials: address.credentials,
      requiresLeader: true,
      deadline: clientDeadline(this.waits),
    });
    await answered(sent, this.waits.answer, `an append to ${stream}`);
  }

  /** The server's answer tells neither times nor whether another process sent the same before: the events themselves do. */
  private async written(append: Append): Promise<Appended> {
    const revision = firstAfter(append.expected) + append.events.length - 1;
    try {
      return (await this.stored(append)) ?? { revision };
    } catch (error) {
      if (error instanceof LogUnavailable) return { revision };
      throw error;
    }
  }

  /** The stream is elsewhere than expected: because these very events are there, or others. */
  private async repeated(append: Append, actual: ExpectedRevision): Promise<Appended> {
    const { stream, expected, events } = append;
    const isLongEnough = actual !== 'none' && actual >= firstAfter(expected) + events.length - 1;
    const found = isLongEnough ? await this.stored(append) : undefined;
    if (found === undefined) throw new RevisionConflict(stream, expected, actual);
    return found;
  }

  /** Undefined while the events can still come to be there. @throws RevisionConflict where others are */
  private async lookedFor(append: Append): Promise<Appended | undefined> {
    const { stream, expected } = append;
    try {
      const found = await this.stored(append);
      if (found !== undefined) return found;
      const last = await this.reads.last(stream);
      const actual = last === undefined ? 'none' : Number(last.revision);
      if (last === undefined || Number(last.revision) < firstAfter(expected)) return undefined;
      throw new RevisionConflict(stream, expected, actual);
    } catch (error) {
      // That it cannot be read either is no news.
      if (error instanceof LogUnavailable) return undefined;
      throw error;
    }
  }

  private async stored({ stream, expected, ids, append }: Append): Promise<Appended | undefined> {
    const read = await this.reads.stream(stream, firstAfter(expected), ids.length);
    const stored = read.map((event) => storedEvent(this.places, event));
    if (stored.length !== ids.length || !stored.every(({ event }, index) => event.id === ids[index])) return undefined;
    return this.answer(stored, append);
  }

  private async answer(stored: readonly StoredEvent[], append: string): Promise<Appended> {
    const events = await this.times.timed(stored);
    const last = events.at(-1);
    if (last === undefined) throw new RangeError('No events.');
    const positions = events.map(positionOf);
    const repeated = stored.some((event) => event.append !== append);
    return { revision: last.revision, position: positionOf(last), positions, recordedAt: last.recordedAt, repeated };
  }
}

/** Whoever only waited for it says so, where it is known at all. */
const asRepeat = (answer: Appended): Appended =>
  answer.repeated === undefined ? answer : { ...answer, repeated: true };

const revisionIn = (version: bigint | 'no_stream'): ExpectedRevision =>
  version === NO_STREAM ? 'none' : Number(version);

const tooLargeFor = ({ stream, texts }: Append, most: number): AppendTooLarge =>
  new AppendTooLarge(
    stream,
    texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    most,
  );
