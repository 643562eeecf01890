import { PositionUnknown, type Position } from '../event-log.js';

/** Where an event is in `$all`, as the client tells it. */
export interface Place {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Where a reader stands: at the start of the log, or at an event. */
export type Stand = Place | 'start';

/** Positions of one server's log: `<logId>:<commit>`, with `.<prepare>` where that differs, and `<logId>:start` before the first event. */
export class Places {
  constructor(private readonly logId: string) {}

  positionAt(stand: Stand): Position {
    return `${this.logId}:${textOf(stand)}` as Position;
  }

  /** @throws PositionUnknown for text that is none, or is of another log */
  standAt(position: string): Stand {
    const [id, text = '', ...rest] = position.split(':');
    const stand = id === this.logId && rest.length === 0 ? standIn(text) : undefined;
    if (stand === undefined) {
      throw new PositionUnknown(
        `"${position.slice(0, 100)}" is not a position of this log. Start again from the beginning, or use a position that it gave.`,
      );
    }
    return stand;
  }

  /** @throws PositionUnknown */
  compare(a: Position, b: Position): number {
    return compareStands(this.standAt(a), this.standAt(b));
  }
}

export function compareStands(a: Stand, b: Stand): number {
  if (a === 'start' || b === 'start') return Number(b === 'start') - Number(a === 'start');
  return sign(a.commit - b.commit) || sign(a.prepare - b.prepare);
}

const sign = (difference: bigint): number => Number(difference > 0n) - Number(difference < 0n);

const textOf = (stand: Stand): string => {
  if (stand === 'start') return stand;
  const { commit, prepare } = stand;
  return commit === prepare ? String(commit) : `${String(commit)}.${String(prepare)}`;
};

// A server's positions are signed 64-bit numbers.
const most = 2n ** 63n - 1n;
const shape = /^(0|[1-9]\d{0,18})(?:\.(0|[1-9]\d{0,18}))?$/;

/** Undefined for what `textOf` does not write. */
function standIn(text: string): Stand | undefined {
  if (text === 'start') return text;
  const [, first, second = first] = shape.exec(text) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const place = { commit: BigInt(first), prepare: BigInt(second) };
  return place.commit <= most && place.prepare <= most && textOf(place) === text ? place : undefined;
}
