import { randomUUID } from 'node:crypto';
import { systemClock, type Clock, type Instant } from '../../../kernel/dates.js';

/** An event as a server keeps it. */
export interface ServerEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly place: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly created: Instant;
}

export type Proposed = Pick<ServerEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** `any` is for metadata only: at an explicit revision a repeat is known by its ids, also after a restart. */
export type Expected = number | 'none' | 'any';

export type AppendOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly place: bigint }
  | { readonly kind: 'conflict'; readonly actual: number | 'none' }
  | { readonly kind: 'too-large' };

/** What is on a server's disk: stays when the server is stopped. Between our events there are the server's own. */
export class ServerData {
  readonly events: ServerEvent[] = [];
  readonly listeners = new Set<(event: ServerEvent) => void>();
  mostBytes = 1024 * 1024;
  private readonly streams = new Map<string, ServerEvent[]>();
  private place = 0n;

  constructor(private readonly clock: Clock = systemClock) {
    this.write('$users', [systemEvent('$User')]);
  }

  stream(stream: string): readonly ServerEvent[] {
    return this.streams.get(stream) ?? [];
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): AppendOutcome {
    if (sizeOf(events) > this.mostBytes) return { kind: 'too-large' };
    const there = this.stream(stream);
    const first = expected === 'any' ? there.length : expected === 'none' ? 0 : expected + 1;
    if (first !== there.length) {
      const before = there.slice(first, first + events.length);
      const last = before.at(-1);
      const isSame = before.length === events.length && before.every(({ id }, index) => id === events[index]?.id);
      if (isSame && last !== undefined) return { kind: 'written', revision: last.revision, place: last.place };
      return { kind: 'conflict', actual: there.at(-1)?.revision ?? 'none' };
    }
    const last = this.write(stream, events);
    if (!stream.startsWith('$')) this.write(`$ce-${stream.split('-', 1)[0] ?? ''}`, [systemEvent('$>')]);
    return { kind: 'written', revision: last.revision, place: last.place };
  }

  /** What an operator's mistake or a broken disk makes of an event. */
  damage(id: string, change: (event: ServerEvent) => ServerEvent): void {
    const changed = (event: ServerEvent) => (event.id === id ? change(event) : event);
    this.events.splice(0, this.events.length, ...this.events.map(changed));
    for (const [stream, events] of this.streams) this.streams.set(stream, events.map(changed));
  }

  private write(stream: string, proposed: readonly Proposed[]): ServerEvent {
    const written = this.streams.get(stream) ?? [];
    this.streams.set(stream, written);
    let last: ServerEvent | undefined;
    for (const event of proposed) {
      // Places have gaps, as bytes in a file have.
      this.place += BigInt(100 + event.data.length);
      last = { ...event, stream, revision: written.length, place: this.place, created: this.clock.now() };
      written.push(last);
      this.events.push(last);
      for (const listener of [...this.listeners]) listener(last);
    }
    if (last === undefined) throw new RangeError('No events.');
    return last;
  }
}

/** As the server counts: a type as UTF-16. */
const sizeOf = (events: readonly Proposed[]): number =>
  events.reduce((sum, { type, data, metadata }) => sum + type.length * 2 + data.length + metadata.length, 0);

const systemEvent = (type: string): Proposed => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.from('{}'),
});
