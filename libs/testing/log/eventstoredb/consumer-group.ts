import type { ServerData, ServerEvent } from './server-data.js';

/** How a group was asked for. Its streams are those whose names begin so. */
export interface GroupSettings {
  readonly prefixes: readonly string[];
  readonly from: 'start' | 'end' | bigint;
  readonly messageTimeout: number;
  readonly maxRetryCount: number;
  readonly strategy: string;
}

/** Who takes a part of a group's events: at most so many that it has not answered for. */
export interface Consumer {
  readonly slots: number;
  deliver(event: ServerEvent, retries: number): void;
}

export type NackAction = 'park' | 'retry' | 'skip';

/** What servers do now and then, done by plan: which of the next so many comes first, and whether it comes once more. */
export interface Disorder {
  pick(among: number): number;
  again(): boolean;
}

interface Delivery {
  readonly event: ServerEvent;
  retries: number;
}

interface Member {
  readonly consumer: Consumer;
  readonly inFlight: Map<string, Delivery>;
}

/** The persistent subscription of a server: hands each event to one of its consumers, in turn, until one has said that it is done. */
export class ConsumerGroup {
  /** What was given up, as the server keeps it aside. */
  readonly parked: ServerEvent[] = [];
  /** How often an event came once more, because its consumer went or asked for it. */
  redelivered = 0;
  disorder: Disorder | undefined;
  private isHeld = false;
  private readonly waiting: Delivery[] = [];
  private readonly members: Member[] = [];

  constructor(
    readonly settings: GroupSettings,
    data: ServerData,
  ) {
    const { from } = settings;
    for (const event of from === 'end' ? [] : data.events)
      if (from === 'start' || from === 'end' || event.place >= from) this.take(event);
    data.listeners.add((event) => {
      this.take(event);
      this.pump();
    });
  }

  /** How many events were handed out and not answered for. */
  get inFlight(): number {
    return this.members.reduce((sum, { inFlight }) => sum + inFlight.size, 0);
  }

  /** How many events wait to be handed out, or to be answered for. */
  get unsettled(): number {
    return this.waiting.length + this.inFlight;
  }

  /** How many consumers there are. */
  get consumers(): number {
    return this.members.length;
  }

  /** Nothing is handed out until `release`. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    this.pump();
  }

  join(consumer: Consumer): void {
    this.members.push({ consumer, inFlight: new Map() });
    this.pump();
  }

  /** What it has not answered for comes to others. */
  leave(consumer: Consumer): void {
    const index = this.members.findIndex((member) => member.consumer === consumer);
    const [member] = index < 0 ? [] : this.members.splice(index, 1);
    this.again([...(member?.inFlight.values() ?? [])]);
    this.pump();
  }

  ack(consumer: Consumer, ids: readonly string[]): void {
    this.answered(consumer, ids);
    this.pump();
  }

  nack(consumer: Consumer, ids: readonly string[], action: NackAction): void {
    const deliveries = this.answered(consumer, ids);
    if (action === 'park') this.parked.push(...deliveries.map(({ event }) => event));
    if (action === 'retry') this.again(deliveries);
    this.pump();
  }

  private take(event: ServerEvent): void {
    if (this.settings.prefixes.some((prefix) => event.stream.startsWith(prefix)))
      this.waiting.push({ event, retries: 0 });
  }

  private answered(consumer: Consumer, ids: readonly string[]): readonly Delivery[] {
    const inFlight = this.members.find((member) => member.consumer === consumer)?.inFlight;
    return ids.flatMap((id) => {
      const delivery = inFlight?.get(id);
      inFlight?.delete(id);
      return delivery ?? [];
    });
  }

  private again(deliveries: readonly Delivery[]): void {
    for (const { event, retries } of [...deliveries].reverse()) {
      if (retries >= this.settings.maxRetryCount) this.parked.push(event);
      else this.waiting.unshift({ event, retries: retries + 1 });
    }
    this.redelivered += deliveries.length;
  }

  private pump(): void {
    while (this.waiting.length > 0 && !this.isHeld) {
      const member = this.nextMember();
      if (member === undefined) return;
      const index = this.disorder?.pick(Math.min(this.waiting.length, lookAhead)) ?? 0;
      const [delivery] = this.waiting.splice(index, 1);
      if (delivery === undefined) return;
      member.inFlight.set(delivery.event.id, delivery);
      member.consumer.deliver(delivery.event, delivery.retries);
      if (this.disorder?.again() === true) this.waiting.push({ ...delivery });
    }
  }

  /** Whose turn it is among those that can take one more. */
  private nextMember(): Member | undefined {
    const index = this.members.findIndex(({ consumer, inFlight }) => inFlight.size < consumer.slots);
    const [member] = index < 0 ? [] : this.members.splice(index, 1);
    if (member !== undefined) this.members.push(member);
    return member;
  }
}

const lookAhead = 12;
