import { PositionUnknown } from '../event-log.js';
import { compareStands, type Places, type Stand } from './place.js';
import type { AllEvent, ServerReads } from './server-reads.js';
import { isSystemEvent, storedEvent, type StoredEvent } from './stored-event.js';

/** Events of ours after a place. */
export interface Scanned {
  readonly events: readonly StoredEvent[];
  /** Whether nothing of ours was in the log after them. */
  readonly isEnd: boolean;
  /** The last place that was looked at: a subscription goes on from there. */
  readonly end: Stand;
}

/** Between these two places there is nothing of ours; `own` is the last event of ours, where there was any. */
interface Gap {
  readonly own: Stand;
  readonly end: Stand;
}

/** The whole log without the server's own events, of which there may be any number between two of ours: the client cannot leave them out. */
export class AllEvents {
  /** The one at the end, as last seen: it is not read again and again. */
  private gap: Gap | undefined;
  /** How many events of all there were for one of ours in the part that was read last: to read about as many as are wanted. */
  private allPerOwn = 1;

  constructor(
    private readonly reads: ServerReads,
    private readonly places: Places,
  ) {}

  /** @throws PositionUnknown where no event stands at this place @throws LogUnavailable @throws LogDamaged */
  async after(stand: Stand, count: number): Promise<Scanned> {
    const events: StoredEvent[] = [];
    const isKnown = this.gap !== undefined && compareStands(this.gap.own, stand) === 0;
    let from = isKnown && this.gap !== undefined ? this.gap.end : stand;
    for (;;) {
      const wanted = count - events.length;
      const size = clamped(Math.ceil((wanted + 1) * this.allPerOwn) + 1);
      const read = await this.reads.forwards(from, size);
      const isThere = read[0] !== undefined && from !== 'start' && compareStands(read[0].position, from) === 0;
      // The server may have removed its own event there, but not the end of the log.
      if (from !== 'start' && !isThere && (from === stand || read.length === 0)) throw this.unknown(stand);
      const own = read.slice(isThere ? 1 : 0).filter((event) => !isSystemEvent(event));
      this.allPerOwn = own.length === 0 ? this.allPerOwn * 2 : read.length / own.length;
      events.push(...own.slice(0, wanted).map((event) => storedEvent(this.places, event)));
      if (own.length > wanted) return { events, isEnd: false, end: events.at(-1)?.place ?? stand };
      from = read.at(-1)?.position ?? from;
      if (read.length < size) {
        this.gap = { own: events.at(-1)?.place ?? stand, end: from };
        return { events, isEnd: true, end: from };
      }
    }
  }

  /** The place of the last event of ours; `start` where there is none. @throws LogUnavailable */
  async last(): Promise<Stand> {
    const known = this.gap;
    let [from, latest]: [Stand | 'end', Stand | undefined] = ['end', undefined];
    for (let size = smallestRead; ; size = Math.min(size * 2, largestRead)) {
      const read = await this.reads.backwards(from, size);
      latest ??= read[0]?.position ?? 'start';
      const own = read.find((event) => !isSystemEvent(event) || isBefore(event, known));
      if (own !== undefined || read.length < size) {
        const isKnown = known !== undefined && own !== undefined && isBefore(own, known);
        const last = isKnown ? known.own : (own?.position ?? 'start');
        this.gap = { own: last, end: latest };
        return last;
      }
      from = read.at(-1)?.position ?? 'start';
    }
  }

  private unknown(stand: Stand): PositionUnknown {
    return new PositionUnknown(
      `Position ${this.places.positionAt(stand)} is no event's in this log, or after its end. Was the server restored from an older copy?`,
    );
  }
}

/** Whether nothing of ours is from there on. */
const isBefore = ({ position }: AllEvent, gap: Gap | undefined): boolean =>
  gap !== undefined && compareStands(position, gap.end) <= 0;

const smallestRead = 64;
const largestRead = 4_096;
const clamped = (size: number): number => Math.min(Math.max(size, smallestRead), largestRead);
