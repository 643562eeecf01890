import type { Asked } from './messages.js';
import type { ServerData, ServerEvent } from './server-data.js';

/** Whether it asks for a place between two events, which a server refuses; after the last one it reads nothing. */
export function isNoPlace({ events }: ServerData, { stream, from }: Asked): boolean {
  if (stream !== undefined || typeof from !== 'bigint') return false;
  const next = events[indexFrom(events, ({ place }) => place, from)];
  return next !== undefined && next.place !== from;
}

/** Forwards with the event that stands there, backwards without it. */
export function eventsFor(data: ServerData, { stream, from, isBackwards, count }: Asked): readonly ServerEvent[] {
  const events = stream === undefined ? data.events : data.stream(stream);
  const at = (event: ServerEvent) => (stream === undefined ? event.place : BigInt(event.revision));
  const index = from === 'start' ? 0 : from === 'end' ? events.length : indexFrom(events, at, from);
  return isBackwards ? events.slice(Math.max(0, index - count), index).reverse() : events.slice(index, index + count);
}

function indexFrom(events: readonly ServerEvent[], at: (event: ServerEvent) => bigint, from: bigint): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event !== undefined && at(event) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
